package kayan.client;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The cases of clients/cases.json. The server is at KAYAN_ADDRESS; KAYAN_FAULT_ADDRESS is that of
 * clients/testing/fault_proxy.py in front of it.
 */
record Cases(
        List<Extract> extract,
        List<Fault> errors,
        Batch batch,
        List<Retry> retry,
        Deadline deadline,
        Rotation rotation,
        Streaming stream) {

    record Extract(String name, JsonObject document, List<Expected> mentions) {}

    record Expected(String type, String text, List<Integer> utf16, List<String> proclitics, JsonObject value) {}

    record Fault(
            String name,
            JsonObject request,
            String code,
            String reason,
            List<String> fields,
            Map<String, String> metadata) {}

    record Batch(List<JsonObject> documents, List<BatchResult> results) {}

    record BatchResult(String id, List<String> mentions, String reason, List<String> fields) {}

    record Retry(String name, String fail, String code) {}

    record Deadline(String text, int times, int milliseconds, String range) {}

    record Rotation(int seconds, int calls) {}

    record Streaming(int documents, int batchSize, int cut) {}

    static Cases load() throws Exception {
        // `default` is a word of Java's.
        String json = Files.readString(Path.of("../cases.json")).replace("\"default\":", "\"range\":");
        return new Gson().fromJson(json, Cases.class);
    }

    static KayanClient client(String variable) {
        return KayanClient.connect(Objects.requireNonNull(System.getenv(variable), variable));
    }

    /** The client, with metadata on its calls. */
    static KayanClient with(KayanClient client, String key, String value) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
        return client.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    @SuppressWarnings("unchecked")
    static <M extends Message> M message(JsonObject json, M empty) throws Exception {
        Message.Builder builder = empty.newBuilderForType();
        JsonFormat.parser().merge(json.toString(), builder);
        return (M) builder.build();
    }
}

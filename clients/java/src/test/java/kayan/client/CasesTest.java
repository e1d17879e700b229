package kayan.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import kayan.v1.Document;
import kayan.v1.EntityType;
import kayan.v1.ExtractEntitiesRequest;
import kayan.v1.ExtractEntitiesResponse;
import kayan.v1.ExtractionOptions;
import kayan.v1.Mention;
import kayan.v1.OffsetEncoding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** The shared cases, see {@link Cases}. */
class CasesTest {
    private static final ExtractionOptions DEFAULTS = ExtractionOptions.getDefaultInstance();
    private static Cases cases;
    private static KayanClient client;
    private static KayanClient faulty;

    @BeforeAll
    static void connect() throws Exception {
        cases = Cases.load();
        client = Cases.client("KAYAN_ADDRESS");
        faulty = Cases.client("KAYAN_FAULT_ADDRESS");
    }

    @AfterAll
    static void close() {
        client.close();
        faulty.close();
    }

    /** A test that prints its name when it has passed. */
    private static DynamicTest named(String name, Executable check) {
        return DynamicTest.dynamicTest(name, () -> {
            check.execute();
            System.out.println("java: " + name);
        });
    }

    private static List<String> texts(ExtractEntitiesResponse response) {
        return response.getMentionsList().stream().map(Mention::getText).toList();
    }

    private static String codeOf(Executable call) throws Throwable {
        try {
            call.execute();
            return "OK";
        } catch (StatusRuntimeException error) {
            return error.getStatus().getCode().name();
        }
    }

    private static List<String> fieldsOf(ErrorDetails details) {
        return details.fields().stream().map(FieldViolation::getField).toList();
    }

    @TestFactory
    Stream<DynamicTest> extract() {
        return cases.extract().stream().map(wanted -> named("extract: " + wanted.name(), () -> {
            Document document = Cases.message(wanted.document(), Document.getDefaultInstance());
            ExtractEntitiesResponse response = client.extract(document, DEFAULTS);
            assertEquals(document.getId(), response.getDocumentId());
            assertEquals(OffsetEncoding.OFFSET_ENCODING_UTF16, response.getOffsetEncoding());
            assertEquals(wanted.mentions().stream().map(Cases.Expected::text).toList(), texts(response));
            for (int at = 0; at < wanted.mentions().size(); at++) {
                Mention mention = response.getMentions(at);
                Cases.Expected expected = wanted.mentions().get(at);
                assertEquals(expected.type(), mention.getType().name());
                assertEquals(expected.utf16(), List.of(mention.getBegin(), mention.getEnd()));
                assertEquals(expected.text(), document.getText().substring(mention.getBegin(), mention.getEnd()));
                assertEquals(
                        Optional.ofNullable(expected.proclitics()).orElse(List.of()), mention.getProcliticsList());
                assertEquals(Optional.ofNullable(expected.value()), valueOf(mention));
                assertEquals(mention.getType() != EntityType.ENTITY_TYPE_FIGURE, mention.hasEntityIndex());
            }
        }));
    }

    /** The JSON of the value alone, under the name of its kind. */
    private static Optional<JsonObject> valueOf(Mention mention) throws Exception {
        if (mention.getValueCase() == Mention.ValueCase.VALUE_NOT_SET) {
            return Optional.empty();
        }
        String kind = mention.getValueCase().name().toLowerCase();
        JsonObject value = new JsonObject();
        value.add(kind, JsonParser.parseString(JsonFormat.printer().print(mention)).getAsJsonObject().get(kind));
        return Optional.of(value);
    }

    @TestFactory
    Stream<DynamicTest> errors() {
        return cases.errors().stream().map(wanted -> named("errors: " + wanted.name(), () -> {
            ExtractEntitiesRequest request =
                    Cases.message(wanted.request(), ExtractEntitiesRequest.getDefaultInstance());
            StatusRuntimeException error = assertThrows(
                    StatusRuntimeException.class, () -> client.service().extractEntities(request));
            assertEquals(wanted.code(), error.getStatus().getCode().name());
            ErrorDetails details = ErrorDetails.of(error).orElseThrow();
            assertEquals(wanted.reason(), details.reason());
            assertEquals(wanted.fields(), fieldsOf(details));
            Optional.ofNullable(wanted.metadata()).orElse(Map.of())
                    .forEach((key, value) -> assertEquals(value, details.metadata().get(key)));
        }));
    }

    @Test
    void batch() throws Exception {
        List<Document> documents = new ArrayList<>();
        for (JsonObject document : cases.batch().documents()) {
            documents.add(Cases.message(document, Document.getDefaultInstance()));
        }
        List<Result> results = client.extractBatch(documents, DEFAULTS);
        assertEquals(cases.batch().results().size(), results.size());
        for (int at = 0; at < results.size(); at++) {
            Cases.BatchResult wanted = cases.batch().results().get(at);
            Result result = results.get(at);
            if (wanted.reason() != null) {
                assertEquals(Code.INVALID_ARGUMENT_VALUE, result.error().orElseThrow().getCode());
                ErrorDetails details = ErrorDetails.of(result.error().orElseThrow()).orElseThrow();
                assertEquals(wanted.reason(), details.reason());
                assertEquals(wanted.fields(), fieldsOf(details));
            } else {
                assertEquals(wanted.id(), result.response().orElseThrow().getDocumentId());
                assertEquals(wanted.mentions(), texts(result.response().orElseThrow()));
            }
        }
        System.out.println("java: batch");
    }

    @TestFactory
    Stream<DynamicTest> retry() {
        return cases.retry().stream().map(wanted -> named("retry: " + wanted.name(), () -> {
            KayanClient failing = Cases.with(faulty, "kayan-test-fail", wanted.fail());
            assertEquals(wanted.code(), codeOf(() -> failing.extract("بيروت")));
        }));
    }

    @Test
    void deadline() throws Throwable {
        Cases.Deadline wanted = cases.deadline();
        KayanClient hurried = client.withDeadlineAfter(Duration.ofMillis(wanted.milliseconds()));
        String text = wanted.text().repeat(wanted.times());
        assertEquals(Status.Code.DEADLINE_EXCEEDED.name(), codeOf(() -> hurried.extract(text)));
        Cases.with(faulty, "kayan-test-deadline", wanted.range()).extract("بيروت");
        System.out.println("java: deadline");
    }

    @Test
    void rotation() throws Exception {
        for (int n = 0; n < cases.rotation().calls(); n++) {
            assertEquals(List.of("بيروت"), texts(client.extract("بيروت")));
            Thread.sleep(cases.rotation().seconds() * 1000L / cases.rotation().calls());
        }
        System.out.println("java: rotation");
    }

    @TestFactory
    Stream<DynamicTest> stream() {
        KayanClient cut = Cases.with(faulty, "kayan-test-cut", String.valueOf(cases.stream().cut()));
        return Stream.of(
                named("stream: in order", () -> checkStream(client)), named("stream: cut", () -> checkStream(cut)));
    }

    private static void checkStream(KayanClient kayan) {
        List<Document> documents = Stream.iterate(0, n -> n + 1)
                .limit(cases.stream().documents())
                .map(n -> Document.newBuilder().setId("document " + n).setText("بيروت").build())
                .toList();
        int batchSize = cases.stream().batchSize();
        try (Stream<Result> results = kayan.extractStream(documents.iterator(), DEFAULTS, batchSize)) {
            List<Result> all = results.toList();
            assertEquals(documents, all.stream().map(Result::document).toList());
            for (Result result : all) {
                assertEquals(result.document().getId(), result.response().orElseThrow().getDocumentId());
                assertEquals(List.of("بيروت"), texts(result.response().orElseThrow()));
            }
        }
    }
}

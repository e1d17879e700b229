package kayan.client;

import com.google.gson.Gson;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How channels are set up: retries, deadline, balancing and keepalive. */
public final class ChannelSetup {
    // A dead connection is noticed within a minute and a bit, before the idle
    // timeouts of common load balancers (350 s and more) drop it silently.
    private static final long KEEPALIVE_SECONDS = 60;
    private static final long KEEPALIVE_TIMEOUT_SECONDS = 10;

    // Batches of 1,000 documents with explanations can exceed gRPC's 4 MiB.
    private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

    private ChannelSetup() {}

    /** Sets what is recommended; what is set afterwards overrides it. */
    public static <B extends ManagedChannelBuilder<?>> B apply(B builder) {
        builder.defaultServiceConfig(serviceConfig())
                .enableRetry()
                .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(KEEPALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true)
                .maxInboundMessageSize(MAX_ANSWER_BYTES);
        return builder;
    }

    /** The service config that the clients of every language use. */
    @SuppressWarnings("unchecked")
    public static Map<String, ?> serviceConfig() {
        try (InputStream file = ChannelSetup.class.getResourceAsStream("service-config.json");
                Reader reader = new InputStreamReader(file, StandardCharsets.UTF_8)) {
            return new Gson().fromJson(reader, Map.class);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}

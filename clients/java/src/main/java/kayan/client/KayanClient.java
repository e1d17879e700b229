package kayan.client;

import io.grpc.ClientInterceptor;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kayan.v1.BatchExtractEntitiesRequest;
import kayan.v1.Document;
import kayan.v1.EntityExtractionServiceGrpc;
import kayan.v1.EntityExtractionServiceGrpc.EntityExtractionServiceBlockingStub;
import kayan.v1.EntityExtractionServiceGrpc.EntityExtractionServiceStub;
import kayan.v1.ExtractEntitiesRequest;
import kayan.v1.ExtractEntitiesResponse;
import kayan.v1.ExtractionOptions;
import kayan.v1.OffsetEncoding;

/**
 * Calls Kayan, the entity extractor for Arabic text, over one channel; safe for use by several threads.
 *
 * <p>Offsets are UTF-16 code units, so that {@code text.substring(mention.getBegin(), mention.getEnd())} is the
 * mention. Failed calls throw {@code StatusRuntimeException}: see {@link ErrorDetails}.
 */
public final class KayanClient implements AutoCloseable {
    private final ManagedChannel channel;
    private final EntityExtractionServiceBlockingStub service;
    private final EntityExtractionServiceStub streams;

    private KayanClient(
            ManagedChannel channel, EntityExtractionServiceBlockingStub service, EntityExtractionServiceStub streams) {
        this.channel = channel;
        this.service = service;
        this.streams = streams;
    }

    /**
     * Connects in plain text to {@code host:port}, or {@code dns:///kayan-headless.NAMESPACE.svc:50051} in a cluster.
     */
    public static KayanClient connect(String target) {
        return over(Grpc.newChannelBuilder(target, InsecureChannelCredentials.create()));
    }

    /** Sets up a channel, such as one with TLS, as recommended, and connects over it. */
    public static KayanClient over(ManagedChannelBuilder<?> builder) {
        ManagedChannel channel = ChannelSetup.apply(builder).build();
        return new KayanClient(
                channel,
                EntityExtractionServiceGrpc.newBlockingStub(channel),
                EntityExtractionServiceGrpc.newStub(channel));
    }

    /** A client over the same channel whose calls pass through interceptors, such as one that adds a key. */
    public KayanClient withInterceptors(ClientInterceptor... interceptors) {
        return new KayanClient(
                channel, service.withInterceptors(interceptors), streams.withInterceptors(interceptors));
    }

    /**
     * A client over the same channel whose single calls end this long from now. It can only shorten the 30 seconds of
     * the service config; streams have no deadline.
     */
    public KayanClient withDeadlineAfter(Duration duration) {
        return new KayanClient(
                channel, service.withDeadlineAfter(duration.toNanos(), TimeUnit.NANOSECONDS), streams);
    }

    /** The generated client, for what the methods below do not offer. */
    public EntityExtractionServiceBlockingStub service() {
        return service;
    }

    /** Extracts from one text. */
    public ExtractEntitiesResponse extract(String text) {
        return extract(Document.newBuilder().setText(text).build(), ExtractionOptions.getDefaultInstance());
    }

    /** Extracts from one document. */
    public ExtractEntitiesResponse extract(Document document, ExtractionOptions options) {
        return service.extractEntities(ExtractEntitiesRequest.newBuilder()
                .setDocument(document)
                .setOptions(inUtf16(options))
                .build());
    }

    /** Extracts from up to 1,000 documents; a faulty one is an error in its place. */
    public List<Result> extractBatch(List<Document> documents, ExtractionOptions options) {
        BatchExtractEntitiesRequest request = BatchExtractEntitiesRequest.newBuilder()
                .addAllDocuments(documents)
                .setOptions(inUtf16(options))
                .setAllowPartialSuccess(true)
                .build();
        return Result.of(documents, service.batchExtractEntities(request).getResultsList());
    }

    /**
     * Extracts from any number of documents, in order and as they come. Close the stream when not all of it is read.
     *
     * <p>A message carries {@code batchSize} documents: 1 answers each as soon as it is read. When the server goes,
     * what it has not answered is sent again to another one, so that each document is answered exactly once. The
     * documents are read by another thread.
     */
    public Stream<Result> extractStream(Iterator<Document> documents, ExtractionOptions options, int batchSize) {
        ResumedStream results = new ResumedStream(streams, documents, inUtf16(options), batchSize);
        int characteristics = Spliterator.ORDERED | Spliterator.NONNULL;
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(results, characteristics), false)
                .onClose(results::close);
    }

    /** Closes the channel; calls in flight end. */
    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** A copy whose offsets are indices of a Java string. */
    private static ExtractionOptions inUtf16(ExtractionOptions options) {
        return options.toBuilder()
                .setOffsetEncoding(OffsetEncoding.OFFSET_ENCODING_UTF16)
                .build();
    }
}

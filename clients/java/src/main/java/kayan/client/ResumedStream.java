package kayan.client;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import kayan.v1.Document;
import kayan.v1.EntityExtractionServiceGrpc.EntityExtractionServiceStub;
import kayan.v1.ExtractionOptions;
import kayan.v1.StreamExtractEntitiesRequest;
import kayan.v1.StreamExtractEntitiesResponse;

/**
 * A stream that goes on after its server has gone.
 *
 * <p>Messages that have no answer yet are kept, at most {@link #WINDOW} of them, and sent again on a new stream. Every
 * message has exactly one answer, in order, so that the first kept message is always the one whose answer comes next.
 * One thread reads the caller's documents and sends them on whichever stream is open; the caller's thread takes the
 * answers and opens streams. Both send only while they hold the lock, so that the order is kept.
 */
final class ResumedStream implements Iterator<Result>, AutoCloseable {
    /** Messages that may wait for their answers; bounds memory on both sides. */
    static final int WINDOW = 16;

    /** Attempts without any answer before the error is thrown, and pauses: those of the service config. */
    private static final int MAX_ATTEMPTS = 4;

    private static final long INITIAL_BACKOFF_MS = 50;
    private static final long MAX_BACKOFF_MS = 1000;
    private static final Set<Status.Code> RESUMABLE = Set.of(Status.Code.UNAVAILABLE, Status.Code.CANCELLED);

    private final EntityExtractionServiceStub service;
    private final Iterator<Document> documents;
    private final ExtractionOptions options;
    private final int batchSize;

    private final Deque<List<Document>> kept = new ArrayDeque<>();
    private boolean allRead;
    private boolean closed;
    private RuntimeException fault;
    private Attempt attempt;

    private final Deque<Result> ready = new ArrayDeque<>();
    private int failures;

    ResumedStream(
            EntityExtractionServiceStub service, Iterator<Document> documents, ExtractionOptions options, int batchSize) {
        this.service = service;
        this.documents = documents;
        this.options = options;
        this.batchSize = Math.max(batchSize, 1);
    }

    @Override
    public boolean hasNext() {
        try {
            while (ready.isEmpty()) {
                if (attempt == null && !start()) {
                    return false;
                }
                Object event = attempt.events.take();
                if (event instanceof StreamExtractEntitiesResponse response) {
                    failures = 0;
                    ready.addAll(Result.of(answered(), response.getResultsList()));
                } else if (event instanceof Throwable error) {
                    failed(error);
                } else {
                    ended();
                    return false;
                }
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            close();
            throw Status.CANCELLED.withDescription("interrupted").withCause(interrupted).asRuntimeException();
        } catch (RuntimeException error) {
            close();
            throw error;
        }
    }

    @Override
    public Result next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (attempt != null) {
            attempt.requests.cancel("closed by the caller", null);
        }
        notifyAll();
    }

    private synchronized boolean start() {
        if (closed) {
            return false;
        }
        open();
        Thread reader = new Thread(this::read, "kayan-stream-reader");
        reader.setDaemon(true);
        reader.start();
        return true;
    }

    private void open() {
        attempt = new Attempt();
        service.streamExtractEntities(attempt);
        kept.forEach(this::send);
        if (allRead) {
            attempt.requests.onCompleted();
        }
    }

    private void send(List<Document> batch) {
        attempt.requests.onNext(StreamExtractEntitiesRequest.newBuilder()
                .addAllDocuments(batch)
                .setOptions(options)
                .build());
    }

    /** Reads the documents and sends them, on a thread of its own. */
    private void read() {
        try {
            while (waitForRoom()) {
                List<Document> batch = new ArrayList<>(batchSize);
                while (batch.size() < batchSize && documents.hasNext()) {
                    batch.add(documents.next());
                }
                if (!take(batch)) {
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            close();
        } catch (RuntimeException error) {
            synchronized (this) {
                fault = error;
                attempt.events.add(error);
            }
        }
    }

    private synchronized boolean waitForRoom() throws InterruptedException {
        while (!closed && kept.size() >= WINDOW) {
            wait();
        }
        return !closed;
    }

    /** Keeps and sends what was read; false when there will be no more. */
    private synchronized boolean take(List<Document> batch) {
        if (closed) {
            return false;
        }
        if (batch.isEmpty()) {
            allRead = true;
            attempt.requests.onCompleted();
            return false;
        }
        kept.add(batch);
        send(batch);
        return true;
    }

    private synchronized List<Document> answered() {
        notifyAll();
        return kept.remove();
    }

    private synchronized void ended() {
        closed = true;
        if (!kept.isEmpty() || !allRead) {
            throw new IllegalStateException("the stream ended before every message was answered");
        }
    }

    private void failed(Throwable error) throws InterruptedException {
        throwFault();
        failures++;
        Status status = Status.fromThrowable(error);
        if (!RESUMABLE.contains(status.getCode()) || failures == MAX_ATTEMPTS) {
            throw error instanceof StatusRuntimeException known ? known : status.asRuntimeException();
        }
        long backoff = Math.min(INITIAL_BACKOFF_MS << (failures - 1), MAX_BACKOFF_MS);
        Thread.sleep((long) (backoff * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
        synchronized (this) {
            throwFault();
            if (closed) {
                throw status.asRuntimeException();
            }
            open();
        }
    }

    /** What the caller's own iterator has thrown. */
    private synchronized void throwFault() {
        if (fault != null) {
            throw fault;
        }
    }

    /** One stream; a new one takes its place when it fails. */
    private static final class Attempt
            implements ClientResponseObserver<StreamExtractEntitiesRequest, StreamExtractEntitiesResponse> {
        private static final Object END = new Object();

        /** Never more than the window and an end, since every message has one answer. */
        final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        ClientCallStreamObserver<StreamExtractEntitiesRequest> requests;

        @Override
        public void beforeStart(ClientCallStreamObserver<StreamExtractEntitiesRequest> requests) {
            this.requests = requests;
        }

        @Override
        public void onNext(StreamExtractEntitiesResponse response) {
            events.add(response);
        }

        @Override
        public void onError(Throwable error) {
            events.add(error);
        }

        @Override
        public void onCompleted() {
            events.add(END);
        }
    }
}

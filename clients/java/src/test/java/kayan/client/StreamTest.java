package kayan.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import kayan.v1.Document;
import kayan.v1.ExtractionOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the shared cases do not say of streams. */
@Timeout(30)
class StreamTest {
    private static final Document BEIRUT = Document.newBuilder().setText("بيروت").build();
    private final KayanClient client = Cases.client("KAYAN_FAULT_ADDRESS");

    @AfterEach
    void close() {
        client.close();
    }

    private Stream<Result> stream(KayanClient client, Stream<Document> documents) {
        return client.extractStream(documents.iterator(), ExtractionOptions.getDefaultInstance(), 1);
    }

    @Test
    void aFaultOfTheCallersIteratorIsThrown() {
        Stream<Document> documents = Stream.of(1, 0).map(n -> {
            assertTrue(6 / n > 0);
            return BEIRUT;
        });
        assertThrows(ArithmeticException.class, () -> stream(client, documents).toList());
    }

    @Test
    void noMoreIsReadThanFitsTheWindow() throws InterruptedException {
        AtomicInteger read = new AtomicInteger();
        Stream<Document> documents = Stream.generate(() -> {
            read.incrementAndGet();
            return BEIRUT;
        });
        try (Stream<Result> results = stream(client, documents)) {
            Iterator<Result> iterator = results.iterator();
            iterator.next();
            Thread.sleep(300);
            assertTrue(read.get() < 100, read + " documents read for one answer");
        }
    }

    @Test
    void anAnswerDoesNotWaitForTheNextDocument() {
        CountDownLatch answered = new CountDownLatch(1);
        Stream<Document> documents = Stream.of(0, 1).map(n -> {
            if (n == 1) {
                try {
                    answered.await();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            }
            return BEIRUT;
        });
        assertEquals(2, stream(client, documents).peek(result -> answered.countDown()).count());
    }

    @Test
    void givesUpWhenNothingIsAnswered() {
        KayanClient failing = Cases.with(client, "kayan-test-fail", "UNAVAILABLE,".repeat(9));
        StatusRuntimeException error = assertThrows(
                StatusRuntimeException.class, () -> stream(failing, Stream.of(BEIRUT)).toList());
        assertEquals(Status.Code.UNAVAILABLE, error.getStatus().getCode());
    }
}

package kayan.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the server says of a fault. See docs/errors.md.
 *
 * @param reason stable and in UPPER_SNAKE_CASE, such as {@code TEXT_EMPTY}
 * @param fields the fields at fault, in the server's order
 * @param metadata figures behind the fault, such as {@code limit} and {@code size}
 * @param retryDelay how long to wait before another attempt, where the server asks for it
 */
public record ErrorDetails(
        String reason,
        List<BadRequest.FieldViolation> fields,
        Map<String, String> metadata,
        Optional<Duration> retryDelay) {

    /** Reads a failed call. Empty when the error is not one of Kayan's but of the way there. */
    public static Optional<ErrorDetails> of(Throwable error) {
        return Optional.ofNullable(StatusProto.fromThrowable(error)).flatMap(ErrorDetails::of);
    }

    /** Reads the error of one document. */
    public static Optional<ErrorDetails> of(Status status) {
        ErrorInfo info = null;
        List<BadRequest.FieldViolation> fields = List.of();
        Optional<Duration> delay = Optional.empty();
        try {
            for (Any packed : status.getDetailsList()) {
                if (packed.is(ErrorInfo.class)) {
                    info = packed.unpack(ErrorInfo.class);
                } else if (packed.is(BadRequest.class)) {
                    fields = packed.unpack(BadRequest.class).getFieldViolationsList();
                } else if (packed.is(RetryInfo.class)) {
                    var wait = packed.unpack(RetryInfo.class).getRetryDelay();
                    delay = Optional.of(Duration.ofSeconds(wait.getSeconds(), wait.getNanos()));
                }
            }
        } catch (InvalidProtocolBufferException damaged) {
            return Optional.empty();
        }
        return info == null
                ? Optional.empty()
                : Optional.of(new ErrorDetails(info.getReason(), fields, info.getMetadataMap(), delay));
    }
}

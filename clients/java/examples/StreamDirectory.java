import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import kayan.client.KayanClient;
import kayan.client.Result;
import kayan.v1.Document;
import kayan.v1.ExtractionOptions;

/** Counts the mentions of every text file of a folder: StreamDirectory HOST:PORT FOLDER. */
public final class StreamDirectory {
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        try (KayanClient client = KayanClient.connect(arguments[0]);
                Stream<Path> paths = Files.walk(folder);
                // One file at a time, so that the folder may be larger than memory.
                Stream<Document> documents = paths.filter(path -> path.toString().endsWith(".txt"))
                        .sorted()
                        .map(path -> read(folder, path));
                Stream<Result> results =
                        client.extractStream(documents.iterator(), ExtractionOptions.getDefaultInstance(), 16)) {
            results.forEach(result -> System.out.println(result.document().getId() + "\t"
                    + result.response()
                            .map(response -> String.valueOf(response.getMentionsCount()))
                            .orElseGet(() -> result.error().orElseThrow().getMessage())));
        }
    }

    private static Document read(Path folder, Path path) {
        try {
            return Document.newBuilder()
                    .setId(folder.relativize(path).toString())
                    .setText(Files.readString(path))
                    .build();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}

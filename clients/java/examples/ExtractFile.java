import java.nio.file.Files;
import java.nio.file.Path;
import kayan.client.KayanClient;
import kayan.v1.ExtractEntitiesResponse;
import kayan.v1.Mention;

/** Prints the mentions of a file: ExtractFile HOST:PORT FILE. */
public final class ExtractFile {
    public static void main(String[] arguments) throws Exception {
        try (KayanClient client = KayanClient.connect(arguments[0])) {
            ExtractEntitiesResponse response = client.extract(Files.readString(Path.of(arguments[1])));
            for (Mention mention : response.getMentionsList()) {
                String name = mention.hasEntityIndex()
                        ? response.getEntities(mention.getEntityIndex()).getCanonicalName()
                        : "";
                System.out.printf("%d\t%d\t%s\t%s%n", mention.getBegin(), mention.getEnd(), mention.getText(), name);
            }
        }
    }
}

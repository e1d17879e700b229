package kayan.client;

import com.google.rpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kayan.v1.Document;
import kayan.v1.ExtractEntitiesResponse;
import kayan.v1.ExtractEntitiesResult;

/**
 * What became of one document of several: an answer, or what is wrong with it.
 *
 * @param document the one that was sent
 * @param response the answer, unless the document is at fault
 * @param error what is wrong with the document; {@link ErrorDetails} reads it
 */
public record Result(Document document, Optional<ExtractEntitiesResponse> response, Optional<Status> error) {

    static List<Result> of(List<Document> documents, List<ExtractEntitiesResult> answers) {
        if (answers.size() != documents.size()) {
            throw new IllegalStateException(answers.size() + " results for " + documents.size() + " documents");
        }
        List<Result> results = new ArrayList<>(documents.size());
        for (int at = 0; at < documents.size(); at++) {
            ExtractEntitiesResult answer = answers.get(at);
            results.add(
                    answer.hasError()
                            ? new Result(documents.get(at), Optional.empty(), Optional.of(answer.getError()))
                            : new Result(documents.get(at), Optional.of(answer.getResponse()), Optional.empty()));
        }
        return results;
    }
}

package kayan

import (
	"fmt"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"

	"kayan/client/kayanv1"
)

// Result is what became of one document of several.
type Result struct {
	// Document is the one that was sent.
	Document *kayanv1.Document
	// Response is nil when the document is at fault.
	Response *kayanv1.ExtractEntitiesResponse
	// Err is what is wrong with the document; DetailsOf reads it.
	Err error
}

func resultsOf(documents []*kayanv1.Document, answers []*kayanv1.ExtractEntitiesResult) ([]Result, error) {
	if len(answers) != len(documents) {
		return nil, fmt.Errorf("kayan: %d results for %d documents", len(answers), len(documents))
	}
	results := make([]Result, len(documents))
	for i, answer := range answers {
		results[i] = Result{Document: documents[i], Response: answer.GetResponse()}
		if fault := answer.GetError(); fault != nil {
			results[i].Err = status.ErrorProto(fault)
		}
	}
	return results, nil
}

// Details is what the server says of a fault. See docs/errors.md.
type Details struct {
	// Reason is stable and in UPPER_SNAKE_CASE, such as TEXT_EMPTY.
	Reason string
	// Fields at fault, in the server's order.
	Fields []*errdetails.BadRequest_FieldViolation
	// Metadata has the figures behind the fault, such as limit and size.
	Metadata map[string]string
	// RetryDelay is how long to wait before another attempt; 0 if not said.
	RetryDelay time.Duration
}

// DetailsOf reads the details of an error. It reports false when there are
// none: the error is not one of Kayan's but of the way there.
func DetailsOf(err error) (Details, bool) {
	var details Details
	found := false
	for _, detail := range status.Convert(err).Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			details.Reason, details.Metadata, found = detail.GetReason(), detail.GetMetadata(), true
		case *errdetails.BadRequest:
			details.Fields = detail.GetFieldViolations()
		case *errdetails.RetryInfo:
			details.RetryDelay = detail.GetRetryDelay().AsDuration()
		}
	}
	return details, found
}

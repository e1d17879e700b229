// Package kayan calls Kayan, the entity extractor for Arabic text.
//
// Offsets are bytes, so that text[mention.Begin:mention.End] is the mention.
// The messages are those of the contract, in package kayanv1.
package kayan

import (
	"context"
	_ "embed"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/protobuf/proto"

	"kayan/client/kayanv1"
)

// ServiceConfig has the retries, the deadline and the balancing that the
// clients of every language use.
//
//go:embed service-config.json
var ServiceConfig string

const (
	// A dead connection is noticed within a minute and a bit, before the idle
	// timeouts of common load balancers (350 s and more) drop it silently.
	keepaliveTime    = 60 * time.Second
	keepaliveTimeout = 10 * time.Second
	// Batches of 1,000 documents with explanations can exceed gRPC's 4 MiB.
	maxAnswerBytes = 64 << 20
)

// Client calls Kayan over one channel; safe for concurrent use. The methods of
// the generated client are its own too.
type Client struct {
	kayanv1.EntityExtractionServiceClient
	connection *grpc.ClientConn
}

// New makes a client for host:port, or dns:///kayan-headless.NAMESPACE.svc:50051
// in a cluster. The connection is plain text unless the options hold transport
// credentials; options given override the recommended ones.
func New(target string, options ...grpc.DialOption) (*Client, error) {
	connection, err := grpc.NewClient(target, append(DialOptions(), options...)...)
	if err != nil {
		return nil, err
	}
	return &Client{kayanv1.NewEntityExtractionServiceClient(connection), connection}, nil
}

// DialOptions are the recommended options of a channel.
func DialOptions() []grpc.DialOption {
	return []grpc.DialOption{
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultServiceConfig(ServiceConfig),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{
			Time: keepaliveTime, Timeout: keepaliveTimeout, PermitWithoutStream: true,
		}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxAnswerBytes)),
	}
}

// Extract extracts from one document. Options may be nil. A deadline of the
// context can only shorten the 30 seconds of the service config. Errors have
// details: see DetailsOf.
func (c *Client) Extract(
	ctx context.Context, document *kayanv1.Document, options *kayanv1.ExtractionOptions, callOptions ...grpc.CallOption,
) (*kayanv1.ExtractEntitiesResponse, error) {
	request := &kayanv1.ExtractEntitiesRequest{Document: document, Options: inBytes(options)}
	return c.ExtractEntities(ctx, request, callOptions...)
}

// ExtractBatch extracts from up to 1,000 documents; a faulty one is an error in
// its place.
func (c *Client) ExtractBatch(
	ctx context.Context, documents []*kayanv1.Document, options *kayanv1.ExtractionOptions, callOptions ...grpc.CallOption,
) ([]Result, error) {
	request := &kayanv1.BatchExtractEntitiesRequest{
		Documents: documents, Options: inBytes(options), AllowPartialSuccess: true,
	}
	response, err := c.BatchExtractEntities(ctx, request, callOptions...)
	if err != nil {
		return nil, err
	}
	return resultsOf(documents, response.GetResults())
}

// Close closes the channel; calls in flight end.
func (c *Client) Close() error {
	return c.connection.Close()
}

// inBytes is a copy whose offsets are indices of a Go string.
func inBytes(options *kayanv1.ExtractionOptions) *kayanv1.ExtractionOptions {
	copied := &kayanv1.ExtractionOptions{}
	if options != nil {
		copied = proto.CloneOf(options)
	}
	copied.OffsetEncoding = kayanv1.OffsetEncoding_OFFSET_ENCODING_UTF8
	return copied
}

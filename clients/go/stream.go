package kayan

import (
	"context"
	"errors"
	"io"
	"iter"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"kayan/client/kayanv1"
)

const (
	// Messages that may wait for their answers; bounds memory on both sides.
	window = 16
	// Attempts without any answer before the error is returned, and pauses:
	// those of the service config.
	maxAttempts    = 4
	initialBackoff = 50 * time.Millisecond
	maxBackoff     = time.Second
)

// ExtractStream extracts from any number of documents, in order and as they
// come. A message carries batchSize documents: 1 answers each as soon as it is
// read. When the server goes, what it has not answered is sent again to another
// one, so that each document is answered exactly once. An error ends the
// sequence. The documents are read by another goroutine.
func (c *Client) ExtractStream(
	ctx context.Context, documents iter.Seq[*kayanv1.Document], options *kayanv1.ExtractionOptions, batchSize int,
	callOptions ...grpc.CallOption,
) iter.Seq2[Result, error] {
	return func(yield func(Result, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		s := &stream{
			open: func(ctx context.Context) (call, error) {
				return c.StreamExtractEntities(ctx, callOptions...)
			},
			options: inBytes(options),
			unread:  batches(ctx, documents, max(batchSize, 1)),
			slots:   make(chan struct{}, window),
		}
		for failures := 0; ; {
			answers, err := s.attempt(ctx, yield)
			if err == nil {
				return
			}
			if answers > 0 {
				failures = 0
			}
			failures++
			code := status.Code(err)
			resumable := ctx.Err() == nil && (code == codes.Unavailable || code == codes.Canceled)
			if !resumable || failures == maxAttempts {
				yield(Result{}, err)
				return
			}
			backoff := min(initialBackoff<<(failures-1), maxBackoff)
			select {
			case <-time.After(time.Duration(float64(backoff) * (0.8 + 0.4*rand.Float64()))):
			case <-ctx.Done():
			}
		}
	}
}

type call = grpc.BidiStreamingClient[kayanv1.StreamExtractEntitiesRequest, kayanv1.StreamExtractEntitiesResponse]

// stream keeps the messages that have no answer yet. Every message has exactly
// one answer, in order, so that the first kept one is always the next answered.
type stream struct {
	open    func(context.Context) (call, error)
	options *kayanv1.ExtractionOptions
	unread  <-chan []*kayanv1.Document
	// slots holds a token for each kept message.
	slots chan struct{}

	lock sync.Mutex
	kept [][]*kayanv1.Document
}

// attempt opens a stream and reads until it ends; nil means that all is done
// or that the caller wants no more.
func (s *stream) attempt(ctx context.Context, yield func(Result, error) bool) (answers int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	call, err := s.open(ctx)
	if err != nil {
		cancel()
		return 0, err
	}
	var sender sync.WaitGroup
	sender.Go(func() { s.send(ctx, call) })
	defer sender.Wait()
	defer cancel()
	for {
		response, err := call.Recv()
		if errors.Is(err, io.EOF) {
			if s.waiting() > 0 {
				return answers, errors.New("kayan: the stream ended before every message was answered")
			}
			return answers, nil
		} else if err != nil {
			return answers, err
		}
		answers++
		results, err := resultsOf(s.answered(), response.GetResults())
		if err != nil {
			return answers, err
		}
		for _, result := range results {
			if !yield(result, nil) {
				return answers, nil
			}
		}
	}
}

// send sends what is kept, then what is unread. Its errors are Recv's too.
func (s *stream) send(ctx context.Context, call call) {
	s.lock.Lock()
	again := slices.Clone(s.kept)
	s.lock.Unlock()
	for _, documents := range again {
		if s.sendOne(call, documents) != nil {
			return
		}
	}
	for {
		select {
		case s.slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		select {
		case documents, more := <-s.unread:
			if !more {
				<-s.slots
				_ = call.CloseSend()
				return
			}
			s.lock.Lock()
			s.kept = append(s.kept, documents)
			s.lock.Unlock()
			if s.sendOne(call, documents) != nil {
				return
			}
		case <-ctx.Done():
			<-s.slots
			return
		}
	}
}

func (s *stream) sendOne(call call, documents []*kayanv1.Document) error {
	return call.Send(&kayanv1.StreamExtractEntitiesRequest{Documents: documents, Options: s.options})
}

func (s *stream) waiting() int {
	s.lock.Lock()
	defer s.lock.Unlock()
	return len(s.kept)
}

// answered forgets the message that was answered, and returns its documents.
func (s *stream) answered() []*kayanv1.Document {
	s.lock.Lock()
	defer s.lock.Unlock()
	documents := s.kept[0]
	s.kept = s.kept[1:]
	<-s.slots
	return documents
}

// batches reads documents until the context ends. One reader serves all
// attempts, since a sequence can only be read once.
func batches(ctx context.Context, documents iter.Seq[*kayanv1.Document], size int) <-chan []*kayanv1.Document {
	out := make(chan []*kayanv1.Document)
	go func() {
		defer close(out)
		var batch []*kayanv1.Document
		send := func() bool {
			select {
			case out <- batch:
				batch = nil
				return true
			case <-ctx.Done():
				return false
			}
		}
		for document := range documents {
			batch = append(batch, document)
			if len(batch) == size && !send() {
				return
			}
		}
		if len(batch) > 0 {
			send()
		}
	}()
	return out
}

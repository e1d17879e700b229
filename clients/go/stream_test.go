package kayan_test

import (
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"kayan/client/kayanv1"
)

// What the shared cases do not say of streams.

func TestStreamReadsNoMoreThanTheWindow(t *testing.T) {
	var read atomic.Int32
	documents := func(yield func(*kayanv1.Document) bool) {
		for range 1000 {
			read.Add(1)
			if !yield(&kayanv1.Document{Text: "بيروت"}) {
				return
			}
		}
	}
	for _, err := range client(t, "KAYAN_ADDRESS").ExtractStream(t.Context(), documents, nil, 1) {
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(200 * time.Millisecond)
		break
	}
	if read.Load() > 100 {
		t.Errorf("%d documents read for one answer", read.Load())
	}
}

func TestStreamAnswersBeforeTheNextDocument(t *testing.T) {
	answered := make(chan struct{})
	documents := func(yield func(*kayanv1.Document) bool) {
		if yield(&kayanv1.Document{Text: "بيروت"}) {
			<-answered
			yield(&kayanv1.Document{Text: "دمشق"})
		}
	}
	count := 0
	for _, err := range client(t, "KAYAN_ADDRESS").ExtractStream(t.Context(), documents, nil, 1) {
		if err != nil {
			t.Fatal(err)
		}
		if count++; count == 1 {
			close(answered)
		}
	}
	equal(t, "answers", count, 2)
}

func TestStreamGivesUpWithoutAnswers(t *testing.T) {
	failing := with(t, "kayan-test-fail", "UNAVAILABLE,UNAVAILABLE,UNAVAILABLE,UNAVAILABLE,UNAVAILABLE")
	documents := func(yield func(*kayanv1.Document) bool) { yield(&kayanv1.Document{Text: "بيروت"}) }
	var last error
	for _, err := range client(t, "KAYAN_FAULT_ADDRESS").ExtractStream(failing, documents, nil, 1) {
		last = err
	}
	equal(t, "code", status.Code(last), codes.Unavailable)
}

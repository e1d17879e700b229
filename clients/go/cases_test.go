package kayan_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	kayan "kayan/client"
	"kayan/client/kayanv1"
)

// The cases of ../cases.json against the server at KAYAN_ADDRESS;
// KAYAN_FAULT_ADDRESS is that of ../testing/fault_proxy.py in front of it.
type cases struct {
	Extract []struct {
		Name     string
		Document json.RawMessage
		Mentions []struct {
			Type       string
			Text       string
			UTF8       [2]uint32
			Proclitics []string
			Value      map[string]any
		}
	}
	Errors []struct {
		Name     string
		Request  json.RawMessage
		Code     string
		Reason   string
		Fields   []string
		Metadata map[string]string
	}
	Batch struct {
		Documents []json.RawMessage
		Results   []struct {
			ID, Reason       string
			Mentions, Fields []string
		}
	}
	Retry    []struct{ Name, Fail, Code string }
	Deadline struct {
		Text         string
		Times        int
		Milliseconds time.Duration
		Default      string
	}
	Rotation struct{ Seconds, Calls int }
	Stream   struct{ Documents, BatchSize, Cut int }
}

func load(t *testing.T) (all cases) {
	file, err := os.ReadFile("../cases.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func client(t *testing.T, variable string) *kayan.Client {
	address := os.Getenv(variable)
	if address == "" {
		t.Fatalf("%s is not set", variable)
	}
	client, err := kayan.New(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

func message[M proto.Message](t *testing.T, text []byte, into M) M {
	if err := protojson.Unmarshal(text, into); err != nil {
		t.Fatal(err)
	}
	return into
}

func equal(t *testing.T, what string, got, wanted any) {
	t.Helper()
	if !reflect.DeepEqual(got, wanted) {
		t.Errorf("%s: %v, wanted %v", what, got, wanted)
	}
}

// codeName is the name of the contract, where Go's is in mixed case.
func codeName(code codes.Code) string {
	var names = map[codes.Code]string{
		codes.OK: "OK", codes.InvalidArgument: "INVALID_ARGUMENT", codes.FailedPrecondition: "FAILED_PRECONDITION",
		codes.Unavailable: "UNAVAILABLE", codes.Internal: "INTERNAL",
	}
	return names[code]
}

// value is the JSON of the value alone, under the name of its kind.
func value(t *testing.T, mention *kayanv1.Mention) map[string]any {
	text, err := protojson.Marshal(mention)
	if err != nil {
		t.Fatal(err)
	}
	var fields, value map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	oneof := mention.ProtoReflect().Descriptor().Oneofs().ByName("value")
	if field := mention.ProtoReflect().WhichOneof(oneof); field != nil {
		value = map[string]any{field.JSONName(): fields[field.JSONName()]}
	}
	return value
}

func texts(response *kayanv1.ExtractEntitiesResponse) []string {
	var texts []string
	for _, mention := range response.GetMentions() {
		texts = append(texts, mention.GetText())
	}
	return texts
}

func TestExtract(t *testing.T) {
	client := client(t, "KAYAN_ADDRESS")
	for _, c := range load(t).Extract {
		t.Run(c.Name, func(t *testing.T) {
			document := message(t, c.Document, &kayanv1.Document{})
			response, err := client.Extract(t.Context(), document, nil)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "unit", response.GetOffsetEncoding(), kayanv1.OffsetEncoding_OFFSET_ENCODING_UTF8)
			if len(response.GetMentions()) != len(c.Mentions) {
				t.Fatalf("mentions: %v", texts(response))
			}
			for i, wanted := range c.Mentions {
				mention := response.GetMentions()[i]
				equal(t, "type", mention.GetType().String(), wanted.Type)
				equal(t, "span", [2]uint32{mention.GetBegin(), mention.GetEnd()}, wanted.UTF8)
				equal(t, "slice", document.GetText()[mention.GetBegin():mention.GetEnd()], wanted.Text)
				equal(t, "text", mention.GetText(), wanted.Text)
				equal(t, "proclitics", mention.GetProclitics(), wanted.Proclitics)
				equal(t, "value", value(t, mention), wanted.Value)
				equal(t, "has no entity", mention.EntityIndex == nil, wanted.Type == "ENTITY_TYPE_FIGURE")
			}
		})
	}
}

func fields(details kayan.Details) []string {
	fields := []string{}
	for _, field := range details.Fields {
		fields = append(fields, field.GetField())
	}
	return fields
}

func TestErrors(t *testing.T) {
	client := client(t, "KAYAN_ADDRESS")
	for _, c := range load(t).Errors {
		t.Run(c.Name, func(t *testing.T) {
			_, err := client.ExtractEntities(t.Context(), message(t, c.Request, &kayanv1.ExtractEntitiesRequest{}))
			equal(t, "code", codeName(status.Code(err)), c.Code)
			details, found := kayan.DetailsOf(err)
			equal(t, "has details", found, true)
			equal(t, "reason", details.Reason, c.Reason)
			equal(t, "fields", fields(details), c.Fields)
			for key, wanted := range c.Metadata {
				equal(t, key, details.Metadata[key], wanted)
			}
		})
	}
}

func TestBatch(t *testing.T) {
	c := load(t).Batch
	var documents []*kayanv1.Document
	for _, document := range c.Documents {
		documents = append(documents, message(t, document, &kayanv1.Document{}))
	}
	results, err := client(t, "KAYAN_ADDRESS").ExtractBatch(t.Context(), documents, nil)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "results", len(results), len(c.Results))
	for i, wanted := range c.Results {
		if wanted.Reason != "" {
			details, _ := kayan.DetailsOf(results[i].Err)
			equal(t, "code", status.Code(results[i].Err), codes.InvalidArgument)
			equal(t, "reason", details.Reason, wanted.Reason)
			equal(t, "fields", fields(details), wanted.Fields)
			continue
		}
		equal(t, "id", results[i].Response.GetDocumentId(), wanted.ID)
		equal(t, "mentions", append([]string{}, texts(results[i].Response)...), wanted.Mentions)
	}
}

func with(t *testing.T, key, value string) context.Context {
	return metadata.AppendToOutgoingContext(t.Context(), key, value)
}

func TestRetry(t *testing.T) {
	faulty := client(t, "KAYAN_FAULT_ADDRESS")
	for _, c := range load(t).Retry {
		t.Run(c.Name, func(t *testing.T) {
			_, err := faulty.Extract(with(t, "kayan-test-fail", c.Fail), &kayanv1.Document{Text: "بيروت"}, nil)
			equal(t, "code", codeName(status.Code(err)), c.Code)
		})
	}
}

func TestDeadline(t *testing.T) {
	c := load(t).Deadline
	ctx, cancel := context.WithTimeout(t.Context(), c.Milliseconds*time.Millisecond)
	defer cancel()
	document := &kayanv1.Document{Text: strings.Repeat(c.Text, c.Times)}
	_, err := client(t, "KAYAN_ADDRESS").Extract(ctx, document, nil)
	equal(t, "code", status.Code(err), codes.DeadlineExceeded)
	faulty := client(t, "KAYAN_FAULT_ADDRESS")
	_, err = faulty.Extract(with(t, "kayan-test-deadline", c.Default), &kayanv1.Document{Text: "بيروت"}, nil)
	equal(t, "default deadline", err, nil)
}

func TestRotation(t *testing.T) {
	c := load(t).Rotation
	client := client(t, "KAYAN_ADDRESS")
	for range c.Calls {
		response, err := client.Extract(t.Context(), &kayanv1.Document{Text: "بيروت"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "mentions", texts(response), []string{"بيروت"})
		time.Sleep(time.Duration(c.Seconds) * time.Second / time.Duration(c.Calls))
	}
}

func TestStream(t *testing.T) {
	c := load(t).Stream
	var documents []*kayanv1.Document
	for n := range c.Documents {
		documents = append(documents, &kayanv1.Document{Id: fmt.Sprintf("document %d", n), Text: "بيروت"})
	}
	run := func(name, variable string, ctx context.Context) {
		t.Run(name, func(t *testing.T) {
			n := 0
			for result, err := range client(t, variable).ExtractStream(ctx, slices.Values(documents), nil, c.BatchSize) {
				if err != nil {
					t.Fatal(err)
				}
				equal(t, "document", result.Document, documents[n])
				equal(t, "id", result.Response.GetDocumentId(), documents[n].GetId())
				equal(t, "mentions", texts(result.Response), []string{"بيروت"})
				n++
			}
			equal(t, "documents", n, c.Documents)
		})
	}
	run("in order", "KAYAN_ADDRESS", t.Context())
	run("cut", "KAYAN_FAULT_ADDRESS", with(t, "kayan-test-cut", fmt.Sprint(c.Cut)))
}

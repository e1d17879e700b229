// Calls a service through gRPC's own balancing until it has made its calls, its
// time is over or it is told to stop, and prints what became of them as JSON.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"log"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/resolver/dns"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/types/known/emptypb"
)

const method = "/kayan.v1.EntityExtractionService/ExtractEntities"

// An ExtractEntitiesRequest with a document of id "d" and a text ("The
// president arrived in Beirut"), as fields that an empty message does not know
// and keeps: so no generated code is needed.
func request() *emptypb.Empty {
	var document, message []byte
	document = protowire.AppendTag(document, 1, protowire.BytesType)
	document = protowire.AppendString(document, "d")
	document = protowire.AppendTag(document, 2, protowire.BytesType)
	document = protowire.AppendString(document, "وصل الرئيس إلى بيروت.")
	message = protowire.AppendTag(message, 1, protowire.BytesType)
	message = protowire.AppendBytes(message, document)
	empty := &emptypb.Empty{}
	empty.ProtoReflect().SetUnknown(message)
	return empty
}

type outcome struct {
	mutex  sync.Mutex
	Ok     int            `json:"ok"`
	Failed map[string]int `json:"failed"`
}

func (o *outcome) add(err error) {
	o.mutex.Lock()
	defer o.mutex.Unlock()
	if err == nil {
		o.Ok++
		return
	}
	o.Failed[status.Code(err).String()]++
	log.Print(err)
}

func main() {
	target := flag.String("target", "", "where to call, as gRPC writes it")
	config := flag.String("config", "", "file of the service config; none: the defaults of gRPC, no retries")
	calls := flag.Int64("calls", 1<<62, "how many calls to make at most")
	seconds := flag.Float64("seconds", 60, "how long to call at most")
	workers := flag.Int("workers", 8, "calls at a time")
	pause := flag.Duration("pause", 0, "pause of a worker after each call")
	flag.Parse()

	// A name is asked again at most every 30 s; too long for a test.
	dns.SetMinResolutionInterval(500 * time.Millisecond)
	options := []grpc.DialOption{grpc.WithTransportCredentials(insecure.NewCredentials())}
	if *config != "" {
		text, err := os.ReadFile(*config)
		if err != nil {
			log.Fatal(err)
		}
		options = append(options, grpc.WithDefaultServiceConfig(string(text)))
	} else {
		options = append(options, grpc.WithDisableRetry())
	}
	connection, err := grpc.NewClient(*target, options...)
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()

	result := outcome{Failed: map[string]int{}}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	ctx, end := context.WithTimeout(ctx, time.Duration(*seconds*float64(time.Second)))
	defer end()
	left := atomic.Int64{}
	left.Store(*calls)
	var group sync.WaitGroup
	for range *workers {
		group.Add(1)
		go func() {
			defer group.Done()
			for left.Add(-1) >= 0 && ctx.Err() == nil {
				// A call that has begun may end.
				call, cancel := context.WithTimeout(context.Background(), 20*time.Second)
				result.add(connection.Invoke(call, method, request(), &emptypb.Empty{}))
				cancel()
				time.Sleep(*pause)
			}
		}()
	}
	group.Wait()
	if err := json.NewEncoder(os.Stdout).Encode(&result); err != nil {
		log.Fatal(err)
	}
}

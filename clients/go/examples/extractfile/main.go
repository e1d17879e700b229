// Prints the mentions of a file: extractfile HOST:PORT FILE.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	kayan "kayan/client"
	"kayan/client/kayanv1"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: extractfile HOST:PORT FILE")
	}
	text, err := os.ReadFile(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	client, err := kayan.New(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	response, err := client.Extract(context.Background(), &kayanv1.Document{Text: string(text)}, nil)
	if err != nil {
		details, _ := kayan.DetailsOf(err)
		log.Fatalf("%s: %v", details.Reason, err)
	}
	for _, mention := range response.GetMentions() {
		name := ""
		if mention.EntityIndex != nil {
			name = response.GetEntities()[mention.GetEntityIndex()].GetCanonicalName()
		}
		fmt.Printf("%d\t%d\t%s\t%s\n", mention.GetBegin(), mention.GetEnd(), mention.GetText(), name)
	}
}

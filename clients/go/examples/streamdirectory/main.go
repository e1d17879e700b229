// Counts the mentions of every text file of a folder: streamdirectory HOST:PORT FOLDER.
package main

import (
	"context"
	"fmt"
	"io/fs"
	"iter"
	"log"
	"os"
	"path/filepath"

	kayan "kayan/client"
	"kayan/client/kayanv1"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: streamdirectory HOST:PORT FOLDER")
	}
	client, err := kayan.New(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	defer client.Close()
	for result, err := range client.ExtractStream(context.Background(), documents(os.DirFS(os.Args[2])), nil, 16) {
		if err != nil {
			log.Fatal(err)
		}
		if result.Err != nil {
			fmt.Printf("%s\t%v\n", result.Document.GetId(), result.Err)
		} else {
			fmt.Printf("%s\t%d\n", result.Document.GetId(), len(result.Response.GetMentions()))
		}
	}
}

// documents reads one file at a time, so that the folder may be larger than memory.
func documents(folder fs.FS) iter.Seq[*kayanv1.Document] {
	return func(yield func(*kayanv1.Document) bool) {
		err := fs.WalkDir(folder, ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".txt" {
				return err
			}
			text, err := fs.ReadFile(folder, path)
			if err == nil && !yield(&kayanv1.Document{Id: path, Text: string(text)}) {
				return fs.SkipAll
			}
			return err
		})
		if err != nil {
			log.Fatal(err)
		}
	}
}

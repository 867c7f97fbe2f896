package main

import (
	"bytes"
	"context"
	"io"

	"github.com/databricks/databricks-sdk-go"
	"github.com/databricks/databricks-sdk-go/service/catalog"
	"github.com/databricks/databricks-sdk-go/service/files"
)

// bytesOfFiles go up as they come, more than fit into one part of an upload, and down whole.
func bytesOfFiles(ctx context.Context, w *databricks.WorkspaceClient) facts {
	must(w.Schemas.Create(ctx, catalog.CreateSchema{CatalogName: "main", Name: "story"}))
	must(w.Volumes.Create(ctx, catalog.CreateVolumeRequestContent{
		CatalogName: "main", SchemaName: "story", Name: "bytes", VolumeType: catalog.VolumeTypeManaged,
	}))
	data := make([]byte, 20<<20+1)
	for at := range data {
		data[at] = byte(at % 251)
	}
	path := "/Volumes/main/story/bytes/large.bin"
	upload := func() error {
		reader, writer := io.Pipe()
		go func() {
			_, err := writer.Write(data)
			writer.CloseWithError(err)
		}()
		return w.Files.Upload(ctx, files.UploadRequest{FilePath: path, Contents: reader})
	}

	check(upload())
	download := must(w.Files.DownloadByFilePath(ctx, path))
	defer download.Contents.Close()
	return facts{
		"whole":  bytes.Equal(must(io.ReadAll(download.Contents)), data),
		"length": must(w.Files.GetMetadataByFilePath(ctx, path)).ContentLength,
		"again":  upload().Error(),
	}
}

// The engine of Bifrost (github.com/maximhq/bifrost/core) behind fasthttp, the HTTP library that it is built on:
// chat completions, whole and streamed, without plugins, stores and web page. What the whole of Bifrost costs
// is more than this.
package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/bytedance/sonic"
	bifrost "github.com/maximhq/bifrost/core"
	"github.com/maximhq/bifrost/core/schemas"
	"github.com/valyala/fasthttp"
)

type account struct{ upstream string }

func (account) GetConfiguredProviders() ([]schemas.ModelProvider, error) {
	return []schemas.ModelProvider{schemas.OpenAI}, nil
}

func (account) GetKeysForProvider(*context.Context, schemas.ModelProvider) ([]schemas.Key, error) {
	return []schemas.Key{{ID: "bench", Value: "bench-key", Weight: 1}}, nil
}

func (a account) GetConfigForProvider(schemas.ModelProvider) (*schemas.ProviderConfig, error) {
	config := &schemas.ProviderConfig{
		NetworkConfig:            schemas.DefaultNetworkConfig,
		ConcurrencyAndBufferSize: schemas.ConcurrencyAndBufferSize{Concurrency: 1000, BufferSize: 5000},
	}
	config.NetworkConfig.BaseURL = a.upstream
	return config, nil
}

type chat struct {
	Model    string                `json:"model"`
	Messages []schemas.ChatMessage `json:"messages"`
	Stream   bool                  `json:"stream"`
}

func main() {
	port := flag.Int("port", 0, "on 127.0.0.1")
	upstream := flag.String("upstream", "", "base URL without /v1")
	flag.Parse()
	engine, err := bifrost.Init(context.Background(), schemas.BifrostConfig{
		Account:         account{*upstream},
		InitialPoolSize: 1000,
		Logger:          bifrost.NewDefaultLogger(schemas.LogLevelError),
	})
	if err != nil {
		fail(err)
	}
	server := fasthttp.Server{
		MaxRequestBodySize: 64 << 20,
		Handler:            func(request *fasthttp.RequestCtx) { answer(engine, request) },
	}
	if err := server.ListenAndServe(fmt.Sprintf("127.0.0.1:%d", *port)); err != nil {
		fail(err)
	}
}

func answer(engine *bifrost.Bifrost, request *fasthttp.RequestCtx) {
	var asked chat
	if err := sonic.Unmarshal(request.PostBody(), &asked); err != nil {
		request.Error(err.Error(), fasthttp.StatusBadRequest)
		return
	}
	question := &schemas.BifrostChatRequest{
		Provider: schemas.OpenAI,
		Model:    asked.Model,
		Input:    asked.Messages,
	}
	if asked.Stream {
		stream(engine, request, question)
		return
	}
	reply, failure := engine.ChatCompletionRequest(request, question)
	if failure != nil {
		refuse(request, failure)
		return
	}
	write(request, reply)
}

func stream(engine *bifrost.Bifrost, request *fasthttp.RequestCtx, question *schemas.BifrostChatRequest) {
	chunks, failure := engine.ChatCompletionStreamRequest(context.Background(), question)
	if failure != nil {
		refuse(request, failure)
		return
	}
	request.SetContentType("text/event-stream")
	request.SetBodyStreamWriter(func(out *bufio.Writer) {
		for chunk := range chunks {
			data, err := sonic.Marshal(chunk)
			if err != nil {
				return
			}
			fmt.Fprintf(out, "data: %s\n\n", data)
			if out.Flush() != nil {
				return
			}
		}
		out.WriteString("data: [DONE]\n\n")
		out.Flush()
	})
}

func write(request *fasthttp.RequestCtx, value any) {
	body, err := sonic.Marshal(value)
	if err != nil {
		request.Error(err.Error(), fasthttp.StatusInternalServerError)
		return
	}
	request.SetContentType("application/json")
	request.SetBody(body)
}

func refuse(request *fasthttp.RequestCtx, failure *schemas.BifrostError) {
	request.SetStatusCode(fasthttp.StatusBadGateway)
	write(request, failure)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

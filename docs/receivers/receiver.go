// PORT=8080 WEBHOOK_SECRET=whsec_… go run receiver.go
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var key, _ = base64.StdEncoding.DecodeString(strings.TrimPrefix(os.Getenv("WEBHOOK_SECRET"), "whsec_"))
var eventID = regexp.MustCompile(`^evt_[0-9A-Za-z]+$`)

func isOurs(id, timestamp, signatures string, body []byte) bool {
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	off := time.Since(time.Unix(seconds, 0)).Seconds()
	if err != nil || !eventID.MatchString(id) || off > 300 || off < -300 {
		return false
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%s.%s", id, timestamp, body)
	expected := []byte("v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)))
	for _, each := range strings.Split(signatures, " ") {
		if hmac.Equal(expected, []byte(each)) {
			return true
		}
	}
	return false
}

func keep(id string, body []byte) error {
	path := "inbox/" + id + ".json"
	if _, err := os.Stat(path); err == nil {
		return nil // a repetition
	}
	part := fmt.Sprintf("%s.%d", path, time.Now().UnixNano())
	if err := os.WriteFile(part, body, 0o600); err != nil {
		return err
	}
	return os.Rename(part, path) // whole or not at all
}

func receive(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1_000_000))
	id := r.Header.Get("webhook-id")
	if err != nil || !isOurs(id, r.Header.Get("webhook-timestamp"), r.Header.Get("webhook-signature"), body) {
		w.WriteHeader(400)
	} else if err := keep(id, body); err != nil {
		log.Print(err)
		w.WriteHeader(500) // then we come again
	} else {
		w.WriteHeader(204)
	}
}

func main() {
	if err := os.MkdirAll("inbox", 0o700); err != nil || len(key) < 24 {
		log.Fatal("no inbox or no secret: ", err)
	}
	log.Fatal(http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), http.HandlerFunc(receive)))
}

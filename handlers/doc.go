// Package handlers is the HTTP door: the pages people work with and the API programs use, on one net/http mux.
//
// A page and an API call build the same command object and hand it to the same decoder (workflow.Decode) and the same
// log; nothing is decided here. What is decided here is who: every command and every read first asks the one policy
// table of package access. The package never touches a database or a bus: it declares the small interfaces it needs
// (store.go), and the program that wires everything hands them in.
//
// Pages are rendered on the server and work without JavaScript; htmx and a few lines of our own only make them
// quicker. Nothing is loaded from anywhere but this program, and the Content-Security-Policy holds browsers to that.
//
// # Failure
//
// Every failure has one shape outside: application/problem+json (RFC 9457) for programs, a page for people, both with
// the refusal's code, its article and what would be allowed. Nothing that was submitted is echoed in a problem; a page
// shows people what they typed themselves. An error that is not a refusal says nothing but that it happened; its cause
// goes to the log, which holds no personal data. A form that was refused comes back with everything that was typed, and
// sending it again does no harm: each form carries its idempotency key. A reader who may not see names gets the same
// pages and answers without them. When the database cannot answer, pages and API say so with 503, and /readyz fails.
package handlers

//go:generate go tool templ generate -path .

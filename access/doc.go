// Package access knows people, their roles, and the one table of who may do
// what. Pages, API, command line and bus all ask this table; a door that
// decides by itself is a mistake.
//
// A question has two halves. Allowed looks at the role alone: enough to grey a
// button. AllowedAt looks at the place as well (which body, which department)
// and is the one to ask before anything is read or done.
//
// Whoever is not granted something in the table is refused: an unknown verb,
// an unknown role, an empty subject. Being an administrator opens people and
// settings, not the applications.
//
// # Failure
//
// A Refusal says why and which role would be needed; its Code goes to the
// outside. Passwords, tokens and throttling give errors of their own, and the
// caller answers all of them alike: who may not enter learns no reason.
package access

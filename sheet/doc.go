// Package sheet writes what a jurist reads instead of code: article by article
// what it asks in our own words, the values as sentences with the version they
// belong to, what is open and how an office may read it, and the worked cases
// that prove it. Everything comes from package law; nothing is told twice.
//
// It writes text, Markdown and .docx, in Chinese or English. The same data give
// the same bytes, so that two sheets can be compared.
package sheet

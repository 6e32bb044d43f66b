package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// pdfFonts tells LibreOffice which faces of the machine stand in for those the template names, most of which may not be
// shipped: without it every line is set in whatever face comes first.
//
//go:embed pdf_fonts.conf
var pdfFonts embed.FS

// pdfWait is how long LibreOffice may take; its first start on a slow machine takes some 20 seconds.
const pdfWait = 2 * time.Minute

// errNoPDF means that LibreOffice is not installed.
var errNoPDF = errors.New("no LibreOffice")

// toPDF makes a PDF of a Word file through LibreOffice, with a profile folder of its own, so that neither an open
// window of the user's nor a second conversion is in the way. The error wraps errNoPDF where LibreOffice is missing.
func toPDF(ctx context.Context, docx []byte) (pdf []byte, err error) {
	program := ""
	for _, name := range []string{"soffice", "libreoffice"} {
		if program, err = exec.LookPath(name); err == nil {
			break
		}
	}
	if program == "" {
		return nil, fmt.Errorf("make a PDF: %w", errNoPDF)
	}
	dir, err := os.MkdirTemp("", "gongkai-pdf-")
	if err != nil {
		return nil, fmt.Errorf("make a PDF: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	fonts, err := pdfFonts.ReadFile("pdf_fonts.conf")
	if err != nil {
		return nil, fmt.Errorf("make a PDF: %w", err)
	}
	in, fontsFile := filepath.Join(dir, "report.docx"), filepath.Join(dir, "fonts.conf")
	if err := errors.Join(os.WriteFile(in, docx, 0o600), os.WriteFile(fontsFile, fonts, 0o600)); err != nil {
		return nil, fmt.Errorf("make a PDF: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, pdfWait)
	defer cancel()
	run := exec.CommandContext(ctx, program, "-env:UserInstallation=file://"+filepath.ToSlash(filepath.Join(dir, "profile")),
		"--headless", "--norestore", "--convert-to", "pdf", "--outdir", dir, in)
	run.Env = append(run.Environ(), "FONTCONFIG_FILE="+fontsFile)
	run.WaitDelay = time.Second // its child may hold the pipes open
	var said bytes.Buffer
	run.Stdout, run.Stderr = &said, &said
	if err := run.Run(); err != nil {
		return nil, fmt.Errorf("make a PDF: %s: %w: %s", filepath.Base(program), err, said.String())
	}
	pdf, err = os.ReadFile(filepath.Join(dir, "report.pdf"))
	if err != nil {
		return nil, fmt.Errorf("make a PDF: %s wrote none: %s", filepath.Base(program), said.String())
	}
	return pdf, nil
}

// onePDFAtATime makes PDFs for the pages, one after the other: LibreOffice takes some 200 MB each time.
func onePDFAtATime() func(ctx context.Context, docx []byte) (pdf []byte, ok bool, err error) {
	turn := make(chan struct{}, 1)
	return func(ctx context.Context, docx []byte) ([]byte, bool, error) {
		select {
		case turn <- struct{}{}:
			defer func() { <-turn }()
		case <-ctx.Done():
			return nil, false, fmt.Errorf("wait to make a PDF: %w", ctx.Err())
		}
		pdf, err := toPDF(ctx, docx)
		if errors.Is(err, errNoPDF) {
			return nil, false, nil
		}
		return pdf, err == nil, err
	}
}

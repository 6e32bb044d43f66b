// Command gongkai (公开) answers applications for government information under 《政府信息公开条例》: a workflow engine whose
// history is the only truth. See README.md, and `gongkai --help`.
//
// main wires the packages and does nothing else: each subcommand stands in a file of its name.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"

	"gongkai/access"
	"gongkai/workflow"
)

// Exit statuses of the contract.
const (
	exitDone    = 0
	exitRefused = 1 // refused, or a check failed
	exitUsage   = 2 // wrong usage or unreadable input
)

// program is the command line: one field a subcommand.
type program struct {
	Settings

	Serve      serveCmd      `cmd:"" help:"${serve}"`
	Demo       demoCmd       `cmd:"" help:"${demo}"`
	Do         doCmd         `cmd:"" help:"${do}"`
	Show       showCmd       `cmd:"" help:"${show}"`
	WhatIf     whatIfCmd     `cmd:"" name:"what-if" help:"${what_if}"`
	Import     importCmd     `cmd:"" help:"${import}"`
	Report     reportCmd     `cmd:"" help:"${report}"`
	Clock      clockCmd      `cmd:"" help:"${clock}"`
	Calendar   calendarCmd   `cmd:"" help:"${calendar}"`
	Law        lawCmd        `cmd:"" help:"${law}"`
	Sweep      sweepCmd      `cmd:"" help:"${sweep}"`
	Status     statusCmd     `cmd:"" help:"${status}"`
	Verify     verifyCmd     `cmd:"" help:"${verify}"`
	Rebuild    rebuildCmd    `cmd:"" help:"${rebuild}"`
	Events     eventsCmd     `cmd:"" help:"${events}"`
	Worker     workerCmd     `cmd:"" help:"${worker}"`
	Agency     agencyCmd     `cmd:"" help:"${agency}"`
	Department departmentCmd `cmd:"" help:"${department}"`
	User       userCmd       `cmd:"" help:"${user}"`
	Key        keyCmd        `cmd:"" help:"${key}"`
	Workflow   workflowCmd   `cmd:"" help:"${workflow}"`
	Backup     backupCmd     `cmd:"" help:"${backup}"`
	Restore    restoreCmd    `cmd:"" help:"${restore}"`
	Export     exportCmd     `cmd:"" help:"${export}"`
	Migrate    migrateCmd    `cmd:"" help:"${migrate}"`
	Config     configCmd     `cmd:"" help:"${config}"`
	Bench      benchCmd      `cmd:"" help:"${bench}"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// usageError is input that cannot be read or a flag that makes no sense: exit status 2.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usage(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// run is the whole program: tests call it as main does.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	lang := languageOf(args)
	var p program
	exited := -1
	settingsFile, err := readSettingsFile("gongkai.json")
	if err != nil {
		fmt.Fprintln(stderr, "gongkai:", err)
		return exitUsage
	}
	parser, err := kong.New(&p, kong.Name("gongkai"), kong.Description(word(lang, "gongkai")), helpVars(lang),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { exited = code }),
		kong.Resolvers(settingsFile), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(stderr, "gongkai:", err)
		return exitUsage
	}
	called, err := parser.Parse(shorthand(args))
	if exited >= 0 {
		return exited
	}
	if err != nil {
		fmt.Fprintln(stderr, "gongkai:", err)
		return exitUsage
	}
	out := &output{Context: ctx, in: stdin, out: stdout, err: stderr, lang: lang, settings: &p.Settings}
	return out.status(called.Run(out))
}

// shorthand lets a command of the language stand where a subcommand does: `gongkai extend …` is `gongkai do extend …`.
// Its words and flags may be mixed; the parser wants the flags first.
func shorthand(args []string) []string {
	at := slices.IndexFunc(args, func(a string) bool {
		return a == "do" || slices.Contains(workflow.CommandNames(), a)
	})
	if at < 0 || slices.ContainsFunc(args[:at], func(a string) bool { return !strings.HasPrefix(a, "-") && !valued(args, a) }) {
		return args
	}
	rest := args[at:]
	if rest[0] == "do" {
		rest = rest[1:]
	}
	flags := append(slices.Clone(args[:at]), "do")
	var words []string
	for i := 0; i < len(rest); i++ {
		switch a := rest[i]; {
		case a == "-" || !strings.HasPrefix(a, "-"):
			words = append(words, a)
		default:
			flags = append(flags, a)
			if takesValue(a) && i+1 < len(rest) {
				i++
				flags = append(flags, rest[i])
			}
		}
	}
	return append(flags, words...)
}

// valued says whether a word is the value of the flag before it.
func valued(args []string, word string) bool {
	i := slices.Index(args, word)
	return i > 0 && takesValue(args[i-1])
}

// takesValue says whether a flag of `do` is followed by its value as a word of its own.
func takesValue(flag string) bool {
	return slices.Contains([]string{"--agency", "--data", "--db", "--nats", "--nats-ca", "--lang", "--as", "--log"}, flag)
}

// output is what a subcommand speaks through.
type output struct {
	context.Context
	in       io.Reader
	out, err io.Writer
	lang     string
	settings *Settings
}

// say writes a line for people, on stderr, so that stdout stays one answer.
func (o *output) say(format string, args ...any) { fmt.Fprintf(o.err, format+"\n", args...) }

// print writes a line of the answer.
func (o *output) print(format string, args ...any) { fmt.Fprintf(o.out, format+"\n", args...) }

// pick chooses between the two languages.
func (o *output) pick(zh, en string) string {
	if o.lang == "en" {
		return en
	}
	return zh
}

// errFailed says that a check failed and everything about it has been said.
var errFailed = errors.New("check failed")

// status tells people what went wrong and gives the exit status.
func (o *output) status(err error) int {
	var refusal *workflow.Refusal
	var denied *access.Refusal
	var wrong *usageError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errFailed):
		return exitRefused
	case errors.As(err, &refusal):
		o.refused(refusal)
		if refusal.Code == "unreadable" {
			return exitUsage
		}
		return exitRefused
	case errors.As(err, &denied):
		o.say("%s", denied.Message(map[string]string{"zh": "zh-CN", "en": "en"}[o.lang]))
		return exitRefused
	case errors.As(err, &wrong):
		o.say("gongkai: %v", err)
		return exitUsage
	}
	o.say("gongkai: %v", err)
	return exitRefused
}

// refused prints a refusal: code, article, reason, what would be allowed.
func (o *output) refused(r *workflow.Refusal) {
	head := o.pick("被拒绝", "refused") + " [" + r.Code + "]"
	if r.Article != "" {
		head += o.pick("（"+workflow.ArticleText(r.Article, "zh")+"）", " ("+workflow.ArticleText(r.Article, "en")+")")
	}
	o.say("%s %s", head, r.Text(o.lang))
	if len(r.Allowed) > 0 {
		o.say("%s%s", o.pick("可以办理：", "allowed: "), strings.Join(r.Allowed, ", "))
	}
}

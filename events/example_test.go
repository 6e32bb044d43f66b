package events_test

import (
	"context"
	"database/sql"
	"log/slog"
	"os"
	"os/signal"
	"time"

	_ "modernc.org/sqlite"

	"gongkai/events"
	"gongkai/workflow"
)

// A department's own program: it keeps a list of its tasks in a database of its own, and never twice.
func Example() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	own, err := sql.Open("sqlite", "tasks.db")
	if err != nil {
		panic(err)
	}
	inbox, err := events.NewSQLInbox(own, "gongkai_inbox", nil)
	if err == nil {
		err = inbox.Create(ctx)
	}
	if err != nil {
		panic(err)
	}

	// What is done on each type of event. Types that are not named here are passed over.
	on := events.NewRouter()
	err = events.Handle(on, workflow.TaskAssigned, func(ctx context.Context, m events.Message, task workflow.Data) error {
		return inbox.Once(ctx, "tasks", m.ID, func(ctx context.Context, tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, "insert into task (application, answer_by) values ($1, $2)", m.Application, task.LastDay.String())
			return err
		})
	})
	if err != nil {
		panic(err)
	}

	worker, err := events.NewWorker(events.DialData("./data", "task list"), on.Do, events.WorkerOptions{
		Agency: "A", Department: "D1", Dir: "./workers", Parallel: 4, Now: time.Now, Logger: slog.Default(),
	})
	if err == nil {
		err = worker.Run(ctx) // until Ctrl-C; what is being done then is finished
	}
	if err != nil {
		panic(err)
	}
}

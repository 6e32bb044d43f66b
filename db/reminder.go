package db

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"gongkai/law"
	"gongkai/workflow"
)

// reminderRow is a reminder as it is stored; reminders are no events, and nobody's words stand in them.
type reminderRow struct {
	ID          int64    `db:"id"`
	Person      string   `db:"person"`
	Key         string   `db:"key"`
	Rule        string   `db:"rule"`
	Agency      string   `db:"agency"`
	Application string   `db:"application"`
	Department  string   `db:"department"`
	On          law.Date `db:"on_date"`
	ToldAt      string   `db:"told_at"`
	Read        bool     `db:"is_read"`
}

// Remind keeps what people are to be told; what somebody was told before, by its key, is passed over. It gives how many are
// new.
func (s *Store) Remind(ctx context.Context, list []workflow.Reminder) (added int, err error) {
	if len(list) == 0 {
		return 0, nil
	}
	err = s.aside(ctx, func(ctx context.Context, tx *sqlx.Tx) error {
		added = 0
		for _, r := range list {
			result, err := tx.ExecContext(ctx, "insert into reminder (person, key, rule, agency, application, department, on_date, told_at) "+
				"values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (person, key) do nothing",
				r.Person, r.Key, r.Rule, r.Agency, r.Application, r.Department, r.On.String(), s.options.Now().UTC().Format(time.RFC3339))
			if err != nil {
				return err
			}
			n, err := result.RowsAffected()
			if err != nil {
				return err
			}
			added += int(n)
		}
		return nil
	})
	return added, err
}

// Reminders lists what a person was told, newest first, at most limit.
func (s *Store) Reminders(ctx context.Context, person string, limit int) ([]workflow.Reminder, error) {
	var rows []reminderRow
	err := s.read.SelectContext(ctx, &rows, "select id, person, key, rule, agency, application, department, on_date, told_at, is_read "+
		"from reminder where person = $1 and rule <> 'mailed' order by is_read, id desc limit $2", person, limit)
	if err != nil {
		return nil, fmt.Errorf("list what %s was told: %w", person, err)
	}
	list := make([]workflow.Reminder, len(rows))
	for i, r := range rows {
		told, err := time.Parse(time.RFC3339, r.ToldAt)
		if err != nil {
			return nil, fmt.Errorf("read reminder %d: %w", r.ID, err)
		}
		list[i] = workflow.Reminder{ID: r.ID, Person: r.Person, Key: r.Key, Rule: r.Rule, Agency: r.Agency, Application: r.Application,
			Department: r.Department, On: r.On, ToldAt: told, Read: r.Read}
	}
	return list, nil
}

// Unread counts what a person was told and has not read.
func (s *Store) Unread(ctx context.Context, person string) (n int, err error) {
	if err := s.read.GetContext(ctx, &n, "select count(*) from reminder where person = $1 and is_read = 0 and rule <> 'mailed'", person); err != nil {
		return 0, fmt.Errorf("count what %s has not read: %w", person, err)
	}
	return n, nil
}

// MarkRead notes that a person has read everything up to a reminder.
func (s *Store) MarkRead(ctx context.Context, person string, upTo int64) error {
	return s.aside(ctx, func(ctx context.Context, tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, "update reminder set is_read = 1 where person = $1 and id <= $2 and is_read = 0", person, upTo)
		return err
	})
}

// aside writes what is no part of the log, in an explicit transaction like every write.
func (s *Store) aside(ctx context.Context, change func(context.Context, *sqlx.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.options.Patience)
	defer cancel()
	tx, err := s.write.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("write reminders: %w", err)
	}
	if err := change(ctx, tx); err != nil {
		return fmt.Errorf("write reminders: %w", errors.Join(err, tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("write reminders: %w", err)
	}
	return nil
}

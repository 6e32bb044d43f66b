package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/db"
	"gongkai/law"
	"gongkai/seal"
	"gongkai/workflow"
)

// Settings are what every subcommand may be told: by flag, then by environment, then by gongkai.json.
type Settings struct {
	Data   string `env:"GONGKAI_DATA" default:"./data" placeholder:"DIR" help:"${flag_data}"`
	DB     string `name:"db" env:"GONGKAI_DB" placeholder:"URL" help:"${flag_db}"`
	Nats   string `env:"GONGKAI_NATS" placeholder:"URL" help:"${flag_nats}"`
	NatsCA string `name:"nats-ca" env:"GONGKAI_NATS_CA" placeholder:"FILE" help:"${flag_nats_ca}"`
	Lang   string `env:"GONGKAI_LANG" default:"zh" enum:"zh,en" help:"${flag_lang}"`
	As     string `placeholder:"USER" help:"${flag_as}"`
	Log    string `env:"GONGKAI_LOG" default:"warn" enum:"debug,info,warn,error" help:"${flag_log}"`
}

// url is where the log is.
func (s *Settings) url() string {
	if s.DB != "" {
		return s.DB
	}
	return "sqlite:" + filepath.Join(s.Data, "gongkai.db")
}

func (s *Settings) keyFile() string { return filepath.Join(s.Data, "seal.key") }

func (s *Settings) logger(o *output) *slog.Logger {
	var level slog.Level
	if level.UnmarshalText([]byte(s.Log)) != nil {
		level = slog.LevelWarn
	}
	return slog.New(slog.NewTextHandler(o.err, &slog.HandlerOptions{Level: level}))
}

// today is the civil date in Asia/Shanghai by the wall clock.
func today() law.Date { return law.DateOf(time.Now()) }

// open opens the log of the settings, with its sealing key. The key is made when there is neither key nor log; a log
// without its key is refused, because a new key could open none of its names.
func (s *Settings) open(o *output) (*db.Store, error) {
	return s.openWith(o, law.EmbeddedNotices())
}

// openWith opens the log and announces these calendars; with none an empty log stays empty.
func (s *Settings) openWith(o *output, notices []law.Notice) (*db.Store, error) {
	key, err := s.sealingKey(o)
	if err != nil {
		return nil, err
	}
	sealer, err := seal.NewSealer(key)
	if err != nil {
		return nil, fmt.Errorf("use the sealing key: %w", err)
	}
	store, err := db.Open(o, db.Options{
		URL: s.url(), Sealer: sealer, Now: time.Now, Random: rand.Reader, Logger: s.logger(o), Notices: notices,
	})
	if err != nil {
		return nil, fmt.Errorf(o.pick("打开数据：%w", "open the data: %w"), err)
	}
	return store, nil
}

func (s *Settings) sealingKey(o *output) (seal.Key, error) {
	if err := os.MkdirAll(s.Data, 0o700); err != nil {
		return seal.Key{}, fmt.Errorf("make the data directory: %w", err)
	}
	key, err := seal.OpenKey(s.keyFile())
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if there, err := s.logExists(o); err != nil {
		return seal.Key{}, err
	} else if there {
		return seal.Key{}, fmt.Errorf(o.pick(
			"数据已经存在，但缺少密钥文件 %s：请从备份放回；没有它，姓名和文字永远无法读出（事项与报表不受影响）",
			"the data exist but their key file %s is missing: put it back from your backup; without it names and words stay unreadable (events and tables do not)"), s.keyFile())
	}
	key, err = seal.CreateKey(s.keyFile(), rand.Reader)
	if errors.Is(err, fs.ErrExist) { // another process was first
		return seal.OpenKey(s.keyFile())
	}
	if err == nil {
		o.say(o.pick("已生成密钥 %s（请与数据分开备份；丢失后姓名和文字无法恢复）",
			"made the sealing key %s (back it up apart from the data; names and words are lost without it)"), s.keyFile())
	}
	return key, err
}

// logExists says whether a log is there already, without opening it for work.
func (s *Settings) logExists(ctx context.Context) (bool, error) {
	if path, ok := strings.CutPrefix(s.url(), "sqlite:"); ok {
		_, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		return err == nil, err
	}
	return db.Exists(ctx, s.url())
}

// actor is who a subcommand acts for: the operator of the machine, or with --as a person, whose roles then hold.
func (s *Settings) actor(ctx context.Context, store *db.Store, verb string, place access.Place) (string, error) {
	if s.As == "" {
		return operator, nil
	}
	p, err := store.Person(ctx, s.As)
	if err != nil {
		return "", err
	}
	if err := access.AllowedAt(subjectOf(p), verb, place); err != nil {
		return "", err
	}
	return workflow.PersonStream(p.Code), nil
}

const operator = "operator"

func subjectOf(p workflow.Person) access.Subject {
	return access.Subject{Person: p.Code, Roles: p.Roles, Agency: p.Agency, Departments: p.Departments}
}

package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"time"

	"gongkai/access"
	"gongkai/db"
	"gongkai/workflow"
)

// userCmd keeps the people who work with the program.
type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"${user_add}"`
	Password userPasswordCmd `cmd:"" help:"${user_password}"`
	List     userListCmd     `cmd:"" help:"${user_list}"`
	Token    userTokenCmd    `cmd:"" help:"${user_token}"`
}

type userAddCmd struct {
	Login         string   `arg:"" help:"USER"`
	Name          string   `required:"" help:"${flag_name}"`
	Agency        string   `env:"GONGKAI_AGENCY" placeholder:"CODE" help:"${flag_agency}"`
	Department    []string `placeholder:"CODE" help:"${flag_dept}"`
	Role          []string `required:"" help:"${flag_role}"`
	PasswordStdin bool     `name:"password-stdin" help:"${flag_password}"`
}

func (c *userAddCmd) Run(o *output) error {
	for _, role := range c.Role {
		if _, ok := access.ParseRole(role); !ok {
			return usage(o.pick("没有角色 %s", "there is no role %s"), role)
		}
	}
	hash, err := o.passwordHash(c.Login, c.PasswordStdin)
	if err != nil {
		return err
	}
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbUsers, access.Place{Agency: c.Agency})
		if err != nil {
			return err
		}
		person := workflow.Person{Code: c.Login, Name: c.Name, Agency: c.Agency, Departments: c.Department, Roles: c.Role}
		if err := store.AddPerson(o, actor, person); err != nil {
			return err
		}
		return store.SetPassword(o, actor, c.Login, hash)
	})
}

type userPasswordCmd struct {
	Login         string `arg:"" help:"USER"`
	PasswordStdin bool   `name:"password-stdin" help:"${flag_password}"`
}

func (c *userPasswordCmd) Run(o *output) error {
	hash, err := o.passwordHash(c.Login, c.PasswordStdin)
	if err != nil {
		return err
	}
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbUsers, access.Place{})
		if err != nil {
			return err
		}
		return store.SetPassword(o, actor, c.Login, hash)
	})
}

// passwordHash takes a password from standard input, or draws one and shows it once.
func (o *output) passwordHash(login string, fromInput bool) (string, error) {
	password := rand.Text()
	if fromInput {
		line, err := bufio.NewReader(o.in).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", usage("%w", err)
		}
		password = strings.TrimRight(line, "\r\n")
	}
	if err := access.CheckPassword(login, password); err != nil {
		return "", usage("%w", err)
	}
	if !fromInput {
		o.print(o.pick("初始密码（只显示这一次，请登录后修改）：%s", "first password (shown once; change it after signing in): %s"), password)
	}
	return access.NewHasher(1).Hash(o, password, rand.Reader)
}

type userListCmd struct {
	JSON bool `name:"json" help:"${flag_json}"`
}

func (c *userListCmd) Run(o *output) error {
	return o.withStore(func(store *db.Store) error {
		people, err := store.People(o)
		if err != nil {
			return err
		}
		if c.JSON {
			return o.json(people)
		}
		for _, p := range people {
			o.print("%s\t%s\t%s\t%s", p.Code, p.Name, p.Agency, strings.Join(p.Roles, ","))
		}
		return nil
	})
}

// userTokenCmd issues a token for a person's programs: shown once, kept as a hash only.
type userTokenCmd struct {
	Login string `arg:"" help:"USER"`
	Days  int    `default:"365" help:"${flag_days}"`
}

func (c *userTokenCmd) Run(o *output) error {
	if c.Days < 1 || c.Days > 366 {
		return usage("--days: 1 … 366")
	}
	return o.withStore(func(store *db.Store) error {
		actor, err := o.settings.actor(o, store, access.VerbUsers, access.Place{})
		if err != nil {
			return err
		}
		if _, err := store.Person(o, c.Login); err != nil {
			return err
		}
		secret, token, err := access.NewToken(c.Login, access.API, time.Now(), time.Duration(c.Days)*24*time.Hour, rand.Reader)
		if err != nil {
			return usage("%w", err)
		}
		if err := store.IssueToken(o, actor, workflow.Token{Stored: token.Stored, Person: c.Login, Expires: token.Expires}); err != nil {
			return err
		}
		o.print("%s", secret)
		return nil
	})
}

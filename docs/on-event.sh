#!/bin/sh
# Signs for each task of the department as it comes: gongkai worker --agency A --department D1 --exec docs/on-event.sh --exec D1
# NATS_URL says where the bus is, GONGKAI_TOKEN is the token of a person of the department (gongkai user token).
set -eu
event=$(cat)
case "$event" in *'"type":"task_assigned"'*) ;; *) exit 0 ;; esac
number=$(printf '%s' "$event" | sed 's/.*"application":"\([^"]*\)".*/\1/')
reply=$(nats req --raw --timeout 10s -H "Authorization:Bearer ${GONGKAI_TOKEN:-}" -H "Idempotency-Key:$GONGKAI_EVENT_ID" \
	gongkai.commands.A "{\"do\":\"accept_task\",\"application\":\"$number\",\"department\":\"$1\"}")
case "$reply" in
*'"sequence"'*) echo "$number: signed for" ;;
*'"code":"task_is"'*) echo "$number: was signed for already" ;;
*) echo "$number: $reply" >&2; exit 1 ;;
esac

#!/usr/bin/env bash
# Makes what docker-compose.yml needs and must not be in the repository: passwords (.env) and the certificates of the
# bus (deploy/secrets). Run once; it never overwrites. Needs openssl.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
umask 077

if [ -e .env ] || [ -e deploy/secrets ]; then
  echo "secrets: .env or deploy/secrets is there already; nothing was changed" >&2
  exit 1
fi

mkdir deploy/secrets
for name in GONGKAI_POSTGRES_PASSWORD GONGKAI_NATS_ROUTE GONGKAI_NATS_ENGINE GONGKAI_NATS_SYSTEM GONGKAI_NATS_A_D1; do
  # Begins with a letter: a value of digits alone would be read as a number by the configuration of NATS.
  echo "$name=p$(openssl rand -hex 24)"
done >.env

cd deploy/secrets
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=gongkai authority" \
  -keyout ca.key -out ca.pem 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=gongkai bus" -keyout nats.key -out nats.csr 2>/dev/null
openssl x509 -req -in nats.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 825 -out nats.pem 2>/dev/null \
  -extfile <(printf 'subjectAltName=DNS:a,DNS:b,DNS:c\nextendedKeyUsage=serverAuth,clientAuth\n')
rm nats.csr ca.srl
chmod 755 .
chmod 644 ca.pem nats.pem
echo "secrets: made .env and deploy/secrets; keep ca.key off this machine once every node has its certificate"

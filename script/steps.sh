# The steps that the scripts share; sourced, not run. Each step does only what is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The first Python of 3.11 or newer.
find_python() {
  local candidate
  for candidate in python3 python3.13 python3.12 python3.11 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      "$candidate" -c 'import sys; print(sys.executable)'
      return
    fi
  done
  echo "Python 3.11 or newer is needed." >&2
  return 1
}

has_uv() { uv --version >/dev/null 2>&1; }

# Make .venv/, with uv where it is there.
make_environment() {
  [[ -x .venv/bin/python ]] && return
  local python
  python=$(find_python)
  echo "Making .venv/ with $("$python" --version)."
  if has_uv; then
    uv venv --quiet --python "$python" .venv
  else
    "$python" -m venv .venv
  fi
}

# Install a requirements file, unless it and those it rests on are as they were last time.
install_requirements() {
  local file=$1 stamp=.venv/.installed-$1 wanted
  make_environment
  wanted=$(cksum requirements.txt "$file")
  [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && return
  echo "Installing $file."
  if [[ -x .venv/bin/pip ]]; then
    .venv/bin/pip install --quiet --disable-pip-version-check -r "$file"
  else
    uv pip install --quiet --python .venv/bin/python -r "$file"
  fi
  echo "$wanted" >"$stamp"
}

manage() { .venv/bin/python manage.py "$@"; }

# Tables and reference facts, unless they are as they were last time in the same database.
prepare_database() {
  local stamp=.venv/.prepared wanted
  wanted=$(
    echo "${DATABASE_URL:-}"
    find clinics/migrations fixtures -type f \( -name '*.py' -o -name '*.json' -o -name '*.csv' -o -name '*.gz' \) \
      -print0 | sort -z | xargs -0 cksum
  )
  if [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && manage migrate --check >/dev/null 2>&1; then
    return
  fi
  rm -f "$stamp"
  manage migrate --verbosity 0
  manage createcachetable
  manage load_reference
  echo "$wanted" >"$stamp"
}

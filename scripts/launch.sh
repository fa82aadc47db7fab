# What the project's commands have in common: find Java, build a module where that is needed, become its JVM.
# To be sourced by a command that has set
#   root     the project's directory
#   command  its own name, for messages
#   module   the directory of the module that it runs
#   needed   the directories of that module and of those that it is built from
# The module's build writes target/$command.classpath as its last step.
# shellcheck shell=bash

class_path_file=$root/$module/target/$command.classpath

# The exit code of a command that could not begin; one that has other meanings for 1 sets another.
fail() {
  echo "$command: $1" >&2
  exit "${failure_code:-1}"
}

find_java() {
  java=java
  if [[ -n ${JAVA_HOME:-} ]]; then
    java=$JAVA_HOME/bin/java
  fi
  command -v "$java" >/dev/null || fail "No Java found ('$java'). Install a JDK, 17 or newer, or set JAVA_HOME."
  local found
  # 'openjdk version "17.0.9" 2023-10-17', and before Java 9 'java version "1.8.0_392"'.
  found=$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
  local major=${found%%[.-]*}
  [[ $major =~ ^[0-9]+$ ]] || fail "The version of '$java' can't be read. Install a JDK, 17 or newer."
  ((major >= 17)) || fail "Java $found is too old ('$java'). Install a JDK, 17 or newer, or let JAVA_HOME point to one."
}

# What is older than a source has to be built again.
is_built() {
  [[ -f $class_path_file ]] || return 1
  local sources=("$root/pom.xml" "$root/bom/pom.xml")
  local each
  for each in "${needed[@]}"; do
    sources+=("$root/$each/pom.xml" "$root/$each/src/main")
  done
  local entry
  while read -r entry; do
    [[ -e $entry ]] || return 1
  done < <(tr ':' '\n' <"$class_path_file")
  # A directory is newer too, when a file in it was added or deleted.
  [[ -z $(find "${sources[@]}" -newer "$class_path_file" -print -quit) ]]
}

build() {
  command -v mvn >/dev/null || fail "Maven ('mvn') isn't there and '$module' isn't built yet. Install Maven 3.8 or newer."
  echo "Building (the first time Maven fetches what it needs, which can take minutes) ..." >&2
  rm -f "$class_path_file"
  mkdir -p "$root/$module/target"
  local log=$root/$module/target/$command-build.log
  if ! (cd "$root" && mvn -q -B --no-transfer-progress -pl "$module" -am -DskipTests -Djacoco.skip process-classes) \
    >"$log" 2>&1; then
    cat "$log" >&2
    fail "The build failed; Maven says above why. (It is in $log, too.)"
  fi
}

# A JVM can't ask a terminal how wide it is. Progress goes to the error stream; 0 where that is no terminal.
columns() {
  local width=
  if [[ -t 2 && ${TERM:-dumb} != dumb ]]; then
    local size
    # In this order: the other way round it would ask /dev/null.
    size=$(stty size <&2 2>/dev/null || true)
    width=${size##* }
  fi
  echo "${width:-0}"
}

# become MAIN_CLASS [JVM OPTION ...] -- [ARGUMENT ...]
# exec: the JVM has the terminal, gets the signals, and its exit code is the command's.
become() {
  local main=$1
  shift
  local options=()
  while [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  shift
  exec "$java" "${options[@]}" -XX:-UsePerfData -cp "$root/$module/target/classes:$(cat "$class_path_file")" "$main" "$@"
}

# SPDX-License-Identifier: Apache-2.0
# Finds a JDK 25 (or newer) and exports JAVA_HOME; finds Maven. Sourced by ./banyan and ./verify.
# Looks at BANYAN_JAVA_HOME, JAVA_HOME, java on the PATH, and the folders where JDKs usually live. Reads the JDK's own
# `release` file instead of starting it, so that looking costs nothing.

jdk_major() { # DIR -> prints the major version of the JDK there, or nothing
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_candidates() {
    printf '%s\n' "${BANYAN_JAVA_HOME:-}" "${JAVA_HOME:-}"
    if command -v java >/dev/null 2>&1; then
        local real
        real=$(readlink -f "$(command -v java)" 2>/dev/null) && printf '%s\n' "${real%/bin/java}"
    fi
    printf '%s\n' /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/jdk* /opt/java/* /opt/*jdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
}

find_jdk() {
    local candidate major newer=''
    while IFS= read -r candidate; do
        [ -n "$candidate" ] || continue
        major=$(jdk_major "$candidate")
        case "$major" in
            25) JAVA_HOME=$candidate; export JAVA_HOME; return 0 ;;
            2[6-9]|[3-9][0-9]) newer=${newer:-$candidate} ;;
        esac
    done < <(jdk_candidates)
    if [ -n "$newer" ]; then
        JAVA_HOME=$newer; export JAVA_HOME; return 0
    fi
    cat >&2 <<'TEXT'
Banyan needs a JDK 25 and found none (it looked at JAVA_HOME, the PATH, /usr/lib/jvm and the other usual folders).
Install one (Debian: temurin-25-jdk or openjdk-25-jdk; SDKMAN: sdk install java 25-tem), or point BANYAN_JAVA_HOME at it.
TEXT
    return 1
}

find_maven() {
    command -v mvn >/dev/null 2>&1 && return 0
    echo "Banyan is built with Maven 3.8 or newer, and there is no mvn on the PATH (Debian: apt-get install maven)." >&2
    return 1
}

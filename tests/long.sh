#!/bin/sh
# What takes too long for every change, and must hold before an issue is called resolved:
#
#   lint      shellcheck and clang-format over the tree
#   clang     everything builds with clang too, without a warning, and its tests pass
#   tidy      clang-tidy over all sources
#   sanitize  every test under the address and undefined-behaviour sanitizers
#   fuzz      each fuzz target for FUZZ_SECONDS (60), from the corpora in tests/fuzz/corpus
#   crash     the daemon is killed KILLS (500) times on a changing web, on topic files and on each
#             version of Kafka, there in halves on one and on three brokers; SEED (the date) repeats
#             a run. Prints a table like that of README.md
#   systemd   the unit under a real systemd, in a container (root only)
#   page      the status page in a real browser
#   bench     the measuring programs, for their figures
#
#   tests/long.sh [--quick] [STEP ...]
#
# Without names all steps run; one that fails does not stop the others. --quick scales the counts
# down: it shows that the steps work, and little more. Builds and logs stay in build/long.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
long=${KHABARD_LONG_BUILD:-$top/build/long}
fuzz_seconds=${FUZZ_SECONDS:-60}
kills=${KILLS:-500}
seed=${SEED:-$(date +%Y%m%d)}
cores=$(nproc)

steps=
for word in "$@"; do
    case $word in
    --quick)
        fuzz_seconds=${FUZZ_SECONDS:-5}
        kills=${KILLS:-20}
        ;;
    lint | clang | tidy | sanitize | fuzz | crash | systemd | page | bench) steps="$steps $word" ;;
    *)
        sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
        exit 64
        ;;
    esac
done
[ -n "$steps" ] || steps="lint clang tidy sanitize fuzz crash systemd page bench"

# configure FOLDER OPTION...: a build folder of its own under build/long.
configure() {
    folder=$long/$1
    shift
    cmake -S "$top" -B "$folder" -G Ninja -Wno-dev -DKHABARD_WERROR=ON "$@"
}

configure_clang() {
    CXX=clang++ configure clang -DKHABARD_FAIL_POINTS=ON
}

# Everything that ctest runs at once, but for the measuring of minutes.
run_tests() {
    ctest --test-dir "$1" --output-on-failure --parallel "$cores"
}

lint() {
    find "$top/tests" "$top/deploy" "$top/.ci" -type f \( -name '*.sh' -o -path '*/.ci/*' \) \
        -exec shellcheck --severity=warning {} +
    # Rows of tables stand one a line, as the people who review them want it.
    find "$top/daemon" "$top/connectors" "$top/tests" \
        \( -name '*.cc' -o -name '*.h' \) ! -name '*_table.cc' \
        -exec clang-format --dry-run --Werror {} +
}

clang() {
    configure_clang
    cmake --build "$long/clang"
    run_tests "$long/clang"
}

tidy() {
    configure_clang
    # The sources that the build makes must be there.
    cmake --build "$long/clang" --target khabard
    run-clang-tidy -quiet -j "$cores" -p "$long/clang" "$top/(daemon|connectors)/.*\.cc$"
}

sanitize() {
    configure sanitize -DKHABARD_SANITIZE=ON -DKHABARD_FAIL_POINTS=ON
    cmake --build "$long/sanitize"
    run_tests "$long/sanitize"
}

fuzz() {
    CXX=clang++ configure fuzz -DKHABARD_FUZZ=ON
    cmake --build "$long/fuzz" --target all_fuzzers
    "$long/fuzz/tests/fuzz/fuzz_regression" --export "$long/fuzz/seeds"
    for folder in "$long"/fuzz/seeds/*; do
        echo "${folder##*/}"
    done |
        xargs -P "$cores" -I NAME "$top/tests/fuzz/run.sh" NAME "$fuzz_seconds" "$long/fuzz"
}

crash() {
    configure main -DKHABARD_FAIL_POINTS=ON
    cmake --build "$long/main" --target crash khabard
    half=$(((kills + 1) / 2))
    runs="--kills $kills
--kills $half --sink kafka --version 3.9.2 --brokers 1
--kills $half --sink kafka --version 3.9.2 --brokers 3
--kills $half --sink kafka --version 4.4.0 --brokers 1
--kills $half --sink kafka --version 4.4.0 --brokers 3"
    : >"$long/kills.log"
    echo "$runs" | while read -r run; do
        echo "tests/crash/run.sh --seed $seed $run"
        # shellcheck disable=SC2086 # words of options
        KHABARD_BUILD=$long/main "$top/tests/crash/run.sh" --seed "$seed" $run \
            </dev/null >"$long/kills-run.log" || echo "FAILED: $run" >>"$long/kills.log"
        cat "$long/kills-run.log" | tee -a "$long/kills.log"
    done
    printf '\n'
    awk '/^\|/ && !seen[$0]++' "$long/kills.log"
    ! grep '^FAILED' "$long/kills.log"
}

build_for_deploy() {
    configure main -DKHABARD_FAIL_POINTS=ON
    cmake --build "$long/main" --target khabard sample_web
}

systemd() {
    build_for_deploy
    sh "$top/tests/deploy/systemd.sh" "$long/main"
}

page() {
    build_for_deploy
    sh "$top/tests/deploy/page.sh" "$long/main"
}

bench() {
    configure main -DKHABARD_FAIL_POINTS=ON
    cmake --build "$long/main" --target all_benches
    for program in "$long"/main/tests/bench/*_bench; do
        echo "${program##*/}:"
        "$program"
    done
}

announce() {
    printf '\n== %s\n' "$*"
}

mkdir -p "$long"
sh "$top/deploy/install-packages.sh"
sh "$top/deploy/install-packages.sh" "$top/deploy/packages-long.txt"
summary=
failed=0
for step in $steps; do
    announce "$step"
    begin=$(date +%s)
    # Not `if`: that would switch off -e inside the step. Its output is shown and kept.
    (
        set +e
        (
            set -e
            "$step"
        )
        echo $? >"$long/$step.status"
    ) 2>&1 | tee "$long/$step.log"
    seconds=$(($(date +%s) - begin))
    if [ "$(cat "$long/$step.status")" -eq 0 ]; then
        verdict=passed
    else
        verdict=FAILED
        failed=$((failed + 1))
    fi
    summary="$summary$(printf '%-10s %s in %d s, %s' "$step" "$verdict" "$seconds" \
        "build/long/$step.log")
"
done
announce "summary ($fuzz_seconds s a fuzz target, $kills kills, seed $seed)"
printf '%s' "$summary"
[ "$failed" -eq 0 ]

# Kills what a supervisor leaves behind when it is killed itself. Reads "add <group>" and "del <group>" from the supervisor. The end of its
# input is the supervisor's end: a supervisor that ends in order kills its guardian first.
# $1: what the SPINNER_RUN of every process of this supervisor begins with.
trap '' TERM INT HUP

groups=' '
while read -r verb group; do
    case $verb in
        add) groups="$groups$group " ;;
        del) case $groups in *" $group "*) groups="${groups%% "$group" *} ${groups#* "$group" }" ;; esac ;;
    esac
done
exec 2>/dev/null

# grep reads all files at once, but some end a line at a NUL. The shell's own read skips NULs, one byte at a time.
if printf 'a\0b\n' | grep -q b; then
    carriers() { grep -Fl "SPINNER_RUN=$1" /proc/[0-9]*/environ; }
else
    carriers() {
        for file in /proc/[0-9]*/environ; do
            while read -r line || [ -n "$line" ]; do
                case $line in *"SPINNER_RUN=$1"*) echo "$file"; break ;; esac
            done <"$file"
        done
    }
fi

# Whoever forks while being hunted is found in the next round.
hunt() {
    round=0
    while [ $round -lt 100 ]; do
        found=
        for file in $(carriers "$1"); do
            pid=${file#/proc/}
            kill -9 "${pid%/environ}" && found=1
        done
        [ "$found" ] || return
        round=$((round + 1))
    done
}

for group in $groups; do kill -9 "-$group"; done
hunt "$1"
# A child between fork and exec does not carry the marker yet.
sleep 1
hunt "$1"

# shellcheck shell=bash
# Debian's iptables speaks to nftables or to the older tables; a kernel may lack either, or the matches that kube-proxy uses.

choose_iptables() {
  if [ ! -e "$state/tools/chosen" ]; then
    mkdir -p "$state/tools"
    local flavour='' name
    for name in nft legacy; do
      [ -n "$flavour" ] || ! usable "iptables-$name" || flavour=$name
    done
    [ -n "$flavour" ] || die "Neither iptables-nft nor iptables-legacy can redirect in a network namespace of this kernel."
    for name in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
      ln -sf "$(command -v "${name/tables/tables-$flavour}")" "$state/tools/$name"
    done
    echo "$flavour" > "$state/tools/chosen"
  fi
  # Found first by every part that is started from here.
  PATH=$state/tools:$PATH
}

# usable COMMAND: it can make the rules that Services need. Tried in a network namespace that ends with the trial.
usable() {
  command -v "$1" >/dev/null || return 1
  # shellcheck disable=SC2016
  unshare --net sh -e -c '
    "$0" -w -t nat -N TRIAL
    "$0" -w -t nat -A TRIAL -m comment --comment trial -m statistic --mode random --probability 0.5 -j RETURN
    "$0" -w -t nat -A POSTROUTING -m mark --mark 0x4000/0x4000 -j MASQUERADE
    "$0" -w -t nat -A TRIAL -p tcp -m tcp -j DNAT --to-destination 10.0.0.1:80
    "$0" -w -t nat -A PREROUTING -m addrtype --dst-type LOCAL -j TRIAL
    "$0" -w -t filter -A FORWARD -m conntrack --ctstate INVALID -j DROP' "$1" >/dev/null 2>&1
}

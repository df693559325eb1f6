#!/bin/bash
# cluster.sh start|stop|status|env: a Ceph object store on one computer (mon + osd + radosgw) without systemd, docker or root.
# Cluster authentication is off and it listens on loopback only: for tests, never for anything that matters.
# Needs: ROOT (unpacked Debian packages), STATE (writable folder), PORT, TLS_PORT, MON_PORT, and in $STATE/tls: cert.pem, key.pem.
# Four traps it avoids (design/backup.md A.2): radosgw needs its own section to do without cephx; it lingers after TERM; it
# needs no mgr; run, plugin and class folders must be those of the unpacked tree.
set -euo pipefail
OBJSTORE=${OBJSTORE:-bluestore}; OSD_GB=${OSD_GB:-20}
L=$(echo "$ROOT"/usr/lib/*-linux-gnu); ARCH=$(basename "$L")
export LD_LIBRARY_PATH=$L:$L/ceph:$ROOT/lib/$ARCH PATH=$ROOT/usr/bin:$PATH
export PYTHONPATH=$ROOT/usr/lib/python3/dist-packages CEPH_CONF=$STATE/ceph.conf
alive() { [ -s "$STATE/run/$1.pid" ] && kill -0 "$(cat "$STATE/run/$1.pid")" 2>/dev/null; }
# wait_for SECONDS NAME COMMAND…: says what it waited for when it gives up
wait_for() {
  local limit=$1 name=$2; shift 2
  for _ in $(seq $((limit * 10))); do "$@" >/dev/null 2>&1 && return 0; sleep 0.1; done
  echo "waited $limit s for $name" >&2
  tail -n 5 "$STATE"/log/*.log >&2
  return 1
}
conf() {
  mkdir -p "$STATE"/{run,log,mon,osd,rgw}
  [ -s "$STATE/fsid" ] || cat /proc/sys/kernel/random/uuid > "$STATE/fsid"
  cat > "$STATE/ceph.conf" <<C
[global]
fsid = $(cat "$STATE/fsid")
mon host = [v2:127.0.0.1:$MON_PORT/0]
ms bind ipv4 = true
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon allow pool delete = true
mon max pg per osd = 1000
mon data avail crit = 1
mon data avail warn = 1
mon warn on pool no redundancy = false
run dir = $STATE/run
admin socket = $STATE/run/\$name.asok
pid file = $STATE/run/\$name.pid
log file = $STATE/log/\$name.log
crash dir = $STATE/run
keyring = $STATE/keyring
plugin dir = $L/ceph
erasure code dir = $L/ceph/erasure-code
osd class dir = $L/rados-classes
debug ms = 0
[mon]
mon data = $STATE/mon/\$id
mon cluster log file = $STATE/log/cluster.log
[osd]
osd data = $STATE/osd/\$id
osd journal = $STATE/osd/\$id/journal
osd objectstore = $OBJSTORE
bluestore block create = true
bluestore block size = $((OSD_GB*1024*1024*1024))
bluestore fsck on mount = false
memstore device bytes = $((OSD_GB*1024*1024*1024))
osd memory target = 939524096
osd memory cache min = 134217728
osd max object name len = 256
osd max object namespace len = 64
[client.rgw.a]
rgw data = $STATE/rgw
auth client required = none
ms mon client mode = crc
ms client mode = crc
rgw frontends = beast endpoint=127.0.0.1:$PORT ssl_endpoint=127.0.0.1:$TLS_PORT ssl_certificate=$STATE/tls/cert.pem ssl_private_key=$STATE/tls/key.pem
rgw enable usage log = false
rgw dynamic resharding = false
rgw override bucket index max shards = 1
rgw lc debug interval = ${LC_DEBUG:-0}
rgw gc obj min wait = 5
rgw gc processor period = 10
rgw user quota bucket sync interval = 1
rgw bucket quota ttl = 0
rgw crypt require ssl = false
rgw thread pool size = 64
rgw dns name = localhost
C
}
start() {
  conf
  if [ ! -d "$STATE/mon/a/store.db" ]; then
    monmaptool --create --clobber --fsid "$(cat "$STATE/fsid")" --addv a "[v2:127.0.0.1:$MON_PORT]" "$STATE/monmap" >/dev/null
    : > "$STATE/keyring"
    mkdir -p "$STATE/mon/a"
    ceph-mon --mkfs -i a --monmap "$STATE/monmap" 2>>"$STATE/log/mkfs.log"
  fi
  alive mon.a || ceph-mon -i a >>"$STATE/log/start.log" 2>&1
  wait_for 60 "the monitor to answer" ceph --connect-timeout 3 mon stat
  if [ ! -e "$STATE/osd/0/fsid" ]; then
    mkdir -p "$STATE/osd/0"; [ -s "$STATE/osd0.uuid" ] || cat /proc/sys/kernel/random/uuid > "$STATE/osd0.uuid"
    ceph osd new "$(cat "$STATE/osd0.uuid")" 0 >/dev/null 2>&1 || true
    ceph-osd -i 0 --mkfs --osd-uuid "$(cat "$STATE/osd0.uuid")" 2>>"$STATE/log/mkfs.log"
  fi
  alive osd.0 || ceph-osd -i 0 >>"$STATE/log/start.log" 2>&1
  wait_for 60 "the object daemon to join" bash -c "ceph --connect-timeout 3 osd stat | grep -q '1 up'"
  alive client.rgw.a || radosgw -n client.rgw.a >>"$STATE/log/start.log" 2>&1
  wait_for 120 "the gateway to listen on $PORT" bash -c "exec 3<>/dev/tcp/127.0.0.1/$PORT"
}
# The gateway first (it keeps nothing: KILL after 3 s, it may linger up to 120 s), then osd and mon. QUICK=1: the state is thrown away anyway.
stop() {
  local name pid limit
  for name in client.rgw.a:3 osd.0:30 mon.a:15; do
    limit=${name#*:}; name=${name%:*}
    if alive "$name"; then
      pid=$(cat "$STATE/run/$name.pid")
      if [ "${QUICK:-0}" = 1 ]; then kill -9 "$pid"; else kill "$pid"; fi
      for _ in $(seq $((limit * 10))); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
      kill -9 "$pid" 2>/dev/null || true
    fi
    rm -f "$STATE/run/$name.pid"
  done
}
case "${1:-start}" in
  start) start ;;
  stop) stop ;;
  env) echo "export LD_LIBRARY_PATH=$LD_LIBRARY_PATH PATH=$PATH PYTHONPATH=$PYTHONPATH CEPH_CONF=$CEPH_CONF" ;;
  admin) shift; exec radosgw-admin "$@" ;;
  status) for n in mon.a osd.0 client.rgw.a; do alive $n && echo "$n pid $(cat "$STATE/run/$n.pid") rss $(awk '/VmRSS/{print $2/1024" MiB"}' "/proc/$(cat "$STATE/run/$n.pid")/status")"; done ;;
esac

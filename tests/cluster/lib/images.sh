# shellcheck shell=bash
# Images without an engine: layers are tar files, the rest is four small JSON documents (the OCI image layout).
# The manifest is ours, so an image's digest is known before anybody has imported it, and equal content gives an
# equal digest on every run.

layers=$cache/layers

# Names as the runtime spells them in full: REGISTRY/PATH, with a tag.
full_name() {
  local name=$1
  case $name in
    */*) [[ ${name%%/*} = *[.:]* || ${name%%/*} = localhost ]] || name=docker.io/$name ;;
    *) name=docker.io/library/$name ;;
  esac
  [[ ${name##*/} = *:* ]] || name=$name:latest
  printf '%s\n' "$name"
}

json_string() {
  local s=${1//\\/\\\\}
  s=${s//\"/\\\"} s=${s//$'\n'/\\n} s=${s//$'\t'/\\t}
  printf '"%s"' "$s"
}

json_list() {
  local separator='' item
  printf '['
  for item in "$@"; do
    printf '%s' "$separator"
    json_string "$item"
    separator=,
  done
  printf ']'
}

# deterministic_tar FOLDER TARGET OUT: the folder's content at /TARGET, readable for every user, free of times and owners.
deterministic_tar() {
  local target=${2#/}
  tar --create --file="$3" --directory="$1" --format=gnu --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
    --mode='a+rX,u+w,go-w' --transform="flags=r;s,^\.\(/\|\$\),${target:-.}\1," .
}

digest() { sha256sum "$1" | cut -d' ' -f1; }
ctr_images() { in_cluster ctr --namespace k8s.io "$@"; }

# store_blob FILE: moves it into the layout under its digest, which it prints.
store_blob() {
  local sum
  sum=$(digest "$1")
  mv "$1" "$layout/blobs/sha256/$sum"
  printf '%s\n' "$sum"
}

blob_size() { stat -L -c %s "$layout/blobs/sha256/$1"; }
descriptor() { printf '{"mediaType":"application/vnd.oci.image.%s","digest":"sha256:%s","size":%s' "$1" "$2" "$(blob_size "$2")"; }

# write_layout: from image_name, image_layers (digests, bottom first; files in $layout/blobs), image_entrypoint,
# image_env, image_user and image_workdir. Sets image_digest.
write_layout() {
  local config manifest ids=() parts='' layer name repository
  for layer in "${image_layers[@]}"; do
    ids+=("sha256:$layer")
    parts+="${parts:+,}$(descriptor layer.v1.tar "$layer")}"
  done
  printf '{"architecture":"%s","os":"linux","config":{"User":%s,"Env":%s,"Entrypoint":%s,"WorkingDir":%s},"rootfs":{"type":"layers","diff_ids":%s}}' \
    "$(architecture)" "$(json_string "$image_user")" "$(json_list "${image_env[@]}")" "$(json_list "${image_entrypoint[@]}")" \
    "$(json_string "$image_workdir")" "$(json_list "${ids[@]}")" > "$layout/config"
  config=$(store_blob "$layout/config")
  printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":%s},"layers":[%s]}' \
    "$(descriptor config.v1+json "$config")" "$parts" > "$layout/manifest"
  manifest=$(store_blob "$layout/manifest")
  image_digest=sha256:$manifest
  # One record by tag and one by digest: the runtime finds NAME@DIGEST only when a record has exactly that name.
  name=$(full_name "$image_name") repository=${name%:*}
  manifest=$(descriptor manifest.v1+json "$manifest")
  printf '{"schemaVersion":2,"manifests":[%s,"annotations":{"io.containerd.image.name":"%s"}},%s,"annotations":{"io.containerd.image.name":"%s"}}]}' \
    "$manifest" "$name" "$manifest" "$repository@$image_digest" > "$layout/index.json"
  printf '{"imageLayoutVersion":"1.0.0"}' > "$layout/oci-layout"
}

architecture() {
  case $(uname -m) in
    aarch64) echo arm64 ;;
    *) echo amd64 ;;
  esac
}

# import_layout: nothing when the image is there; otherwise without the layers that are there.
import_layout() {
  local name layer known skip=()
  name=$(full_name "$image_name")
  ! runtime_knows "$name" "${name%:*}@$image_digest" || return 0
  known=$(ctr_images content ls --quiet)
  for layer in "${image_layers[@]}"; do
    case $known in *"sha256:$layer"*) skip+=(--exclude="blobs/sha256/$layer") ;; esac
  done
  # The layers are links into the cache, hence --dereference.
  tar --create --dereference --directory="$layout" "${skip[@]}" oci-layout index.json blobs | ctr_images images import - >/dev/null
  # The kubelet's runtime takes note of an image a moment after its import; a pod that must not pull has to wait for that.
  wait_for 30 "the runtime to know $image_name" runtime_knows "$name" "${name%:*}@$image_digest"
}

runtime_knows() {
  local reference
  for reference in "$@"; do
    ctr_images images ls --quiet "name==\"$reference\",target.digest==\"$image_digest\",labels.\"io.cri-containerd.image\"==managed" | grep -q . || return 1
  done
}

new_layout() {
  layout=$(mktemp -d)
  mkdir -p "$layout/blobs/sha256"
  image_layers=() image_entrypoint=() image_env=() image_user='' image_workdir=''
}

add_folder() {
  deterministic_tar "$1" "$2" "$layout/layer"
  image_layers+=("$(store_blob "$layout/layer")")
}

add_cached_layer() {
  local sum
  sum=$(<"$1.digest")
  ln -s "$1" "$layout/blobs/sha256/$sum"
  image_layers+=("$sum")
}

# The container that holds a pod's namespaces.
ensure_pause_image() {
  local folder
  new_layout
  folder=$layout/folder
  mkdir "$folder"
  cp "$bin/pause" "$folder/pause"
  add_folder "$folder" /
  image_name=agent-sandbox-test/pause:1 image_entrypoint=(/pause)
  write_layout
  import_layout
  rm -rf "$layout"
}

#!/bin/sh
# usage: customize.sh ROOT HERE   Turns a bare Debian tree into the camera host: kernel, ssh, first process.
set -eu
root=$1
here=$2

# The kernel package is unpacked and not installed: its scripts would build an initramfs that is not used.
kernel=$(chroot "$root" apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-[0-9][^ ]*\)$/\1/p' | head -n 1)
[ -n "$kernel" ] || { echo 'customize.sh: this release has no linux-image-amd64' >&2; exit 1; }
mkdir "$root/tmp/kernel"
chroot "$root" sh -c "cd /tmp/kernel && apt-get download --quiet $kernel && dpkg -x ./*.deb ."
version=$(ls "$root/tmp/kernel/lib/modules")
modules=$root/usr/lib/modules/$version
mkdir -p "$root/usr/lib/modules"
mv "$root/tmp/kernel/lib/modules/$version" "$modules"
mv "$root/tmp/kernel/boot/vmlinuz-$version" "$root/boot/vmlinuz"
rm -rf "$root/tmp/kernel"
cd "$modules/kernel"
rm -rf drivers/gpu/drm/amd drivers/gpu/drm/i915 drivers/gpu/drm/nouveau drivers/gpu/drm/radeon drivers/net/ethernet \
  drivers/net/wireless drivers/infiniband drivers/scsi drivers/iio drivers/staging sound/pci sound/soc
chroot "$root" depmod "$version"

# The modules that find the root disk, in the order in which they load, for an initrd of one static program.
initrd=$root/tmp/initrd
mkdir -p "$initrd/bin" "$initrd/dev" "$initrd/proc" "$initrd/sys" "$initrd/newroot" "$initrd/modules"
cp "$root/bin/busybox" "$initrd/bin/busybox"
install -m 755 "$here/initrd-init" "$initrd/init"
for module in virtio_pci virtio_blk crc32c_generic ext4; do
  chroot "$root" modprobe --set-version "$version" --show-depends "$module"
done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }' >"$root/tmp/insmod"
while read -r module; do
  cp "$root$module" "$initrd/modules/"
  basename "$module" >>"$initrd/modules/order"
done <"$root/tmp/insmod"
(cd "$initrd" && find . | ./bin/busybox cpio -o -H newc 2>/dev/null) | gzip -1 >"$root/boot/initrd"
rm -rf "$initrd" "$root/tmp/insmod"

install -m 755 "$here/init" "$root/sbin/init"
install -m 755 "$here/plug" "$here/unplug" "$root/usr/local/bin/"
install -m 644 "$here/sshd.conf" "$root/etc/ssh/sshd_config.d/rig.conf"
mkdir -p "$root/etc/docker" "$root/root/.ssh"
install -m 644 "$here/daemon.json" "$root/etc/docker/daemon.json"
chmod 700 "$root/root/.ssh"
echo rig >"$root/etc/hostname"
echo '127.0.0.1 localhost rig' >"$root/etc/hosts"

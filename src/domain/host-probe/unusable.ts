import type { CaptureDevice } from '../capabilities';
import { inputFormatNames } from '../plan/v4l2-formats';
import type { DeviceInfo } from '../v4l2/device-info';

/** Drivers of nodes that only give back what a program fed into the same hardware: codecs, scalers, image processors. */
const converters =
  /^(bcm2835-(codec|isp)|pispbe|rpivid|rpi-hevc-dec|(rockchip-|rk_?)?(rga|iep)|rkvdec|rockchip-vpu|hantro-vpu|cedrus|coda|vim2m|vicodec|s5p-(mfc|jpeg)|meson-(vdec|ge2d)|mtk-(vcodec|jpeg|mdp)|qcom-(venus|iris)|amphion-vpu|wave5|stm32-(jpeg|dma2d))/;
/** Drivers of raw sensor receivers, whose pipeline a camera stack must set up. */
const receivers = /^(bcm2835-)?unicam|^(rp1-cfe|rkisp|rkcif|ipu[36]|intel-ipu|sun[46]i-csi|qcom-camss|imx.*-(csi|capture|media)|omap3isp)/;
/** V4L2_PIX_FMT_S{BGGR,GBRG,GRBG,RGGB}*, videodev2.h. */
const bayerFourcc = /^(BA81|GBRG|GRBG|RGGB|B[AG]1[02]|GB1[0246]|RG1[0246]|GR1[46]|BYR2|p[BGgR](AA|CC|EE)|[ab][BGgR]A8|BD10)$/;

/** Why ffmpeg cannot record from this node; null where it can. `current` is the fourcc that it is set to, where that is known. */
export function whyUnusable({ driver, node }: DeviceInfo, formats: CaptureDevice['formats'], current: string | null): string | null {
  const name = driver ?? '';
  if (converters.test(name) || (node?.memoryToMemory === true && !/loopback/.test(name))) {
    return 'It converts pictures that a program feeds into it, and has none of its own.';
  }
  const isSetUpElsewhere = node?.mediaController === true || receivers.test(name);
  const offered = formats.map(({ fourcc }) => fourcc);
  const raw = isSetUpElsewhere && current !== null ? [current] : offered;
  if (raw.length > 0 && raw.every((fourcc) => bayerFourcc.test(fourcc))) {
    return `It delivers raw sensor data (${listed(raw)}), which ffmpeg cannot read: a camera stack such as libcamera must develop it.`;
  }
  if (isSetUpElsewhere) {
    return 'It is one end of a media-controller pipeline, which a camera stack such as libcamera must set up first.';
  }
  if (node?.onlyMultiplanar === true) return 'It delivers buffers of several planes alone (multiplanar), which ffmpeg cannot read.';
  if (/loopback/.test(name) && formats.length === 0) return 'No program feeds this loopback device yet, so it has no picture.';
  // Without v4l2-ctl or the right to open the node nothing is known of it, and ffmpeg may well read it.
  if (node === null) return null;
  if (formats.length === 0) return 'It names no picture format that could be asked for.';
  if (offered.every((fourcc) => inputFormatNames[fourcc] === undefined)) return `It offers ${listed(offered)} alone, which ffmpeg cannot read.`;
  return null;
}

const listed = (fourccs: readonly string[]): string => `${fourccs.slice(0, 4).join(', ')}${fourccs.length > 4 ? ', ...' : ''}`;

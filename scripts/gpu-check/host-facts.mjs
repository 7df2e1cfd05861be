/** Of a host what a report may tell: no camera, no user, no address, no serial number. */
export function hostFacts({ engine, ffmpeg, kernel, jetson, renderNodes, nvidiaGpus, codecNodes }) {
  const gpus = [
    ...renderNodes.map(({ identity, path, name, driver }) => ({ id: identity || path, name: name ?? path, driver })),
    ...nvidiaGpus.map((gpu) => ({ id: gpu.uuid ?? `nvidia:${gpu.index}`, name: `${gpu.name} (nvidia:${gpu.index})`, driver: `nvidia ${gpu.driverVersion ?? ''}`.trim() })),
    ...(codecNodes.length > 0 ? [{ id: 'codec-nodes', name: codecNodes.map(({ name }) => name).join(', '), driver: codecNodes[0].driver }] : []),
    ...(jetson === null ? [] : [{ id: 'jetson', name: jetson.model, driver: jetson.release }]),
  ];
  const isDocker = engine.kind === 'docker';
  return {
    engine: isDocker ? `Docker ${engine.serverVersion}${engine.podman ? ' (Podman)' : ''}${engine.rootless ? ', rootless' : ''}` : 'ffmpeg of this computer',
    operatingSystem: isDocker ? engine.operatingSystem : '',
    kernel,
    ffmpeg: ffmpeg.version,
    runtimes: isDocker ? engine.runtimes : [],
    cdi: isDocker && engine.cdiDevices.length > 0,
    images: isDocker ? engine.images.map(({ family, reference, ffmpeg: own }) => ({ family, reference, ffmpeg: own.version })) : [],
    gpus: gpus.map(({ name, driver }) => ({ name, driver })),
    nameOf: (id) => gpus.find((gpu) => gpu.id === id)?.name ?? id,
  };
}

export const publicProof = (proof, capabilities) => ({ ...proof, gpu: proof.gpu === null ? null : hostFacts(capabilities).nameOf(proof.gpu) });

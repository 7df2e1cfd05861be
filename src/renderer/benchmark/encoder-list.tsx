import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BenchmarkOffer } from '@domain/benchmark/report';
import { allGpus } from '@domain/plan/gpus';
import { capabilitiesOf } from '../state/host-looks';
import { useSelect } from '../state/store';
import { CheckList } from './check-list';

interface EncoderListProps {
  readonly hostId: string;
  readonly offer: BenchmarkOffer;
  readonly chosen: readonly string[] | null;
  readonly onChange: (chosen: string[] | null) => void;
}

/** Encoders that work on a host, each with what it runs on. */
export function EncoderList({ hostId, offer, chosen, onChange }: EncoderListProps) {
  const { t } = useTranslation('benchmark');
  const capabilities = useSelect((state) => capabilitiesOf(state, hostId));
  const items = useMemo(() => {
    const gpus = capabilities ? allGpus(capabilities) : [];
    const nameOf = (id: string | null) => (id === null ? t('cpu') : (gpus.find((gpu) => gpu.id === id)?.name ?? id));
    const encoders = [...new Set(offer.encoders.map(({ encoder }) => encoder))];
    return encoders.map((encoder) => {
      const all = offer.encoders.filter((one) => one.encoder === encoder);
      return { value: encoder, label: encoder, description: [all[0]?.codec, ...all.map(({ gpu }) => nameOf(gpu))].join(' · ') };
    });
  }, [offer, capabilities, t]);
  return <CheckList label={t('encoders')} items={items} chosen={chosen} onChange={onChange} />;
}

import { useState } from 'react';
import { TextInput, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { sourceSchema, type Source } from '@domain/preset';
import { fieldError } from '../state/selectors';
import { useCommands, useSelect } from '../state/store';
import { ChoiceField } from '../ui/fields';
import { Columns } from '../ui/section';
import { RateField, SizeField } from '../ui/size-and-rate';
import { CredentialFields } from './credential-fields';
import { credentialName, splitUserInfo } from './network-address';

export type NetworkSource = Extract<Source, { type: 'network' }>;

/** A camera or sender on the network. */
export function NetworkFields({ source }: { readonly source: NetworkSource }) {
  const { t } = useTranslation('source');
  const sizeError = useSelect((state) => fieldError(state, 'source.frameSize'));
  const rateError = useSelect((state) => fieldError(state, 'source.frameRate'));
  const networkError = useSelect((state) => fieldError(state, 'source.containerNetwork'));
  const copies = useSelect((state) => state.draft.settings.video.mode === 'copy');
  const isRtsp = /^rtsps?:/i.test(source.url);
  const { edit } = useCommands();
  return (
    <>
      <AddressField source={source} />
      <CredentialFields source={source} />
      <Columns>
        <ChoiceField
          label={t('network.transport')}
          help={t('network.transportHelp')}
          value={source.rtspTransport ?? ''}
          disabled={!isRtsp && source.url !== ''}
          choices={[
            { value: 'tcp', label: t('network.tcp') },
            { value: 'udp', label: t('network.udp') },
            { value: '', label: t('network.any') },
          ]}
          onChange={(value) => edit({ source: { ...source, rtspTransport: value === 'tcp' || value === 'udp' ? value : null } })}
        />
        <ChoiceField
          label={t('network.network')}
          help={t('network.networkHelp')}
          value={source.containerNetwork}
          error={networkError}
          choices={[
            { value: 'bridge', label: t('network.bridge') },
            { value: 'host', label: t('network.host') },
          ]}
          onChange={(value) => edit({ source: { ...source, containerNetwork: value === 'host' ? 'host' : 'bridge' } })}
        />
      </Columns>
      {source.containerNetwork === 'host' && (
        <Text size="xs" c="dimmed">
          {t('network.hostNote')}
        </Text>
      )}
      {!copies && (
        <Columns>
          <SizeField
            value={source.frameSize}
            none={t('network.asIs')}
            error={sizeError}
            onChange={(frameSize) => edit({ source: { ...source, frameSize } })}
          />
          <RateField
            value={source.frameRate}
            none={t('network.asIs')}
            error={rateError}
            onChange={(frameRate) => edit({ source: { ...source, frameRate } })}
          />
        </Columns>
      )}
    </>
  );
}

/** The address; a password in it is moved to where passwords are kept. */
function AddressField({ source }: { readonly source: NetworkSource }) {
  const { t } = useTranslation('source');
  const [typed, setTyped] = useState<string | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const urlError = useSelect((state) => fieldError(state, 'source.url'));
  const { edit, keepCredential } = useCommands();
  const text = typed ?? source.url;
  const parsed = sourceSchema.safeParse({ ...source, url: splitUserInfo(text)?.url ?? text });
  const wrong = parsed.success ? null : t('network.wrong');
  const commit = async (address: string) => {
    const split = splitUserInfo(address);
    const url = split?.url ?? address;
    if (!sourceSchema.safeParse({ ...source, url }).success) return;
    const name = split && credentialName(url);
    if (!split || name === null) {
      edit({ source: { ...source, url } });
      return setTyped(null);
    }
    // The field is cleared of the password first, whatever comes of keeping it.
    setTyped(url);
    const isKept = await keepCredential(name, split.user, split.password);
    edit({ source: { ...source, url, credential: isKept ? name : source.credential } });
    setTyped(null);
    setNotice(isKept ? t('network.taken', { name }) : null);
  };
  return (
    <>
      <TextInput
        size="xs"
        label={t('network.address')}
        placeholder="rtsp://camera.example:554/stream"
        spellCheck={false}
        autoComplete="off"
        value={text}
        error={typed === null ? (text === '' ? null : urlError) : wrong}
        onChange={(event) => {
          const value = event.currentTarget.value.trim();
          setTyped(value);
          setNotice(null);
          const isPasted = (event.nativeEvent as InputEvent).inputType === 'insertFromPaste';
          if (isPasted) void commit(value);
        }}
        onBlur={() => typed !== null && typed !== source.url && void commit(typed)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void commit(text);
        }}
      />
      {notice !== null && (
        <Text size="xs" c="dimmed" role="status">
          {notice}
        </Text>
      )}
    </>
  );
}

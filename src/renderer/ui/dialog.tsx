import type { ReactNode } from 'react';
import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from './use-focus-return';

export interface DialogProps {
  readonly onClose: () => void;
}

interface DialogFrameProps extends DialogProps {
  readonly title: string;
  /** As Mantine names it, or pixels. */
  readonly size?: 'sm' | 'md' | 'lg' | 'xl' | number;
  readonly children: ReactNode;
}

/** Asks or tells something over the page, which stands still meanwhile. */
export function Dialog({ title, size = 'md', onClose, children }: DialogFrameProps) {
  const { t } = useTranslation();
  useFocusReturn();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      centered
      lockScroll={false}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {children}
    </Modal>
  );
}

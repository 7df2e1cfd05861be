import type { ImageList } from '@domain/images';
import { ago } from '../scene';

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const recipe = (name: string, tag: string) => `capstan/${name}:0.1.0-${tag}`;

export const imageList: ImageList = {
  families: [
    { family: 'software', origin: 'recipe', reference: recipe('software', '3f1c9a5e2b40'), id: digest('a') },
    { family: 'vaapi', origin: 'recipe', reference: recipe('vaapi', '9b1d7f0c4e2a'), id: digest('b') },
    { family: 'quicksync', origin: 'recipe', reference: recipe('vaapi', '9b1d7f0c4e2a'), id: digest('b') },
    { family: 'nvenc', origin: 'recipe', reference: recipe('nvidia', 'c47e1b8a9d35'), id: null },
    { family: 'v4l2m2m', origin: 'recipe', reference: recipe('software', '3f1c9a5e2b40'), id: digest('a') },
    { family: 'jetson', origin: 'recipe', reference: recipe('jetson', '71d2e9c05b18'), id: null },
  ],
  images: [
    { id: digest('a'), references: [recipe('software', '3f1c9a5e2b40')], recipe: 'software', sizeBytes: 412_000_000, createdAt: ago(86_400 * 3), families: ['software', 'v4l2m2m'], containers: 3, unused: false },
    { id: digest('b'), references: [recipe('vaapi', '9b1d7f0c4e2a')], recipe: 'vaapi', sizeBytes: 611_000_000, createdAt: ago(86_400 * 3), families: ['vaapi', 'quicksync'], containers: 0, unused: false },
    { id: digest('c'), references: [recipe('software', '0c2b8d11a6f7')], recipe: 'software', sizeBytes: 405_000_000, createdAt: ago(86_400 * 41), families: [], containers: 0, unused: true },
  ],
};

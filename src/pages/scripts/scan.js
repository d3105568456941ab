/* The camera and the photo beside a field for a typed code. */
import { decode, decodePhoto, reader } from './decode.js';

/** Milliseconds between two looks: a hand that holds a phone is no steadier. */
const BETWEEN = 150;

let sound = null;

/** A beep and a buzz: gloves on, eyes on the crate. */
export function signal(good) {
  if (navigator.vibrate) navigator.vibrate(good ? 80 : [120, 80, 120]);
  if (!sound) return;
  const tone = sound.createOscillator();
  const volume = sound.createGain();
  volume.gain.value = 0.2;
  tone.frequency.value = good ? 1200 : 300;
  tone.connect(volume).connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + (good ? 0.12 : 0.35));
}

/** Browsers let a page sound only after a tap: called from one. */
function allowSound() {
  const Sound = window.AudioContext || window.webkitAudioContext;
  if (!sound && Sound) sound = new Sound();
}

/** Looks through the camera until a code is seen. @returns {Promise<string | null>} null when it was stopped */
async function look(video, isStopped) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } } });
  try {
    video.srcObject = stream;
    video.hidden = false;
    await video.play();
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d', { willReadFrequently: true });
    while (!isStopped()) {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      context.drawImage(video, 0, 0);
      const [text] = await decode(context.getImageData(0, 0, canvas.width, canvas.height), 1);
      if (text !== undefined) return text;
      await new Promise((resolve) => setTimeout(resolve, BETWEEN));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
    video.hidden = true;
  }
}

/**
 * Brings the camera and the photo of a box to life; without them the box stays as it was, and the typed code with it.
 * @param {HTMLElement} box holds [data-camera], video, [data-photo] and [data-said]
 * @param {Record<string, string>} words
 * @param {(texts: string[]) => void} onCodes
 */
export function scanner(box, words, onCodes, most = 1) {
  const [camera, video, photo, said] = ['[data-camera]', 'video', '[data-photo]', '[data-said]'].map((one) => box.querySelector(one));
  const say = (text) => {
    said.textContent = text;
  };
  const tell = (texts) => {
    signal(texts.length > 0);
    if (texts.length === 0) say(words.noCode);
    else onCodes(texts);
  };
  const fail = () => {
    signal(false);
    say(words.noCamera);
  };
  if (camera && navigator.mediaDevices) {
    let running = false;
    const name = camera.textContent;
    camera.hidden = false;
    camera.addEventListener('click', async () => {
      allowSound();
      if (running) {
        running = false;
        return;
      }
      running = true;
      say(words.loading);
      try {
        await reader();
        say(words.looking);
        camera.textContent = words.stop;
        const text = await look(video, () => !running);
        say('');
        if (text !== null) tell([text]);
      } catch (_) {
        fail();
      }
      running = false;
      camera.textContent = name;
    });
  }
  photo.hidden = false;
  const input = photo.querySelector('input');
  input.addEventListener('change', async () => {
    const [file] = input.files;
    if (!file) return;
    allowSound();
    say(words.loading);
    try {
      const texts = await decodePhoto(file, most);
      say('');
      tell(texts);
    } catch (_) {
      fail();
    }
    input.value = '';
  });
}

/* A photo of the shelf: all codes in it go into the field, and the form with them. The photo stays on the phone. */
import { scanner } from './scan.js';

/** More codes than a photo shows. */
const MOST = 250;

const box = document.getElementById('scan');
if (box) {
  const codes = document.getElementById('codes');
  const add = (texts) => {
    const known = codes.value.split('\n').filter((line) => line.trim() !== '');
    codes.value = [...new Set([...known, ...texts])].join('\n');
    codes.form.submit();
  };
  scanner(box, JSON.parse(box.dataset.words), add, MOST);
}

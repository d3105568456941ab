/* A code seen by the camera or in a photo goes into the field, and is looked for. */
import { scanner } from './scan.js';

const box = document.getElementById('scan');
if (box) {
  const code = document.getElementById('code');
  scanner(box, JSON.parse(box.dataset.words), ([text]) => {
    code.value = text;
    document.getElementById('find').click();
  });
}

/*
 * A code seen by the camera or in a photo goes into the field, and is looked for. Photos are made small before they are sent: ten as a phone takes
 * them are more than the form may hold.
 */
import { scanner } from './scan.js';

/** Longest side of a photo, in pixels: a label on it is still read. */
const SIDE = 2000;
/** Files up to so many bytes go as they are. */
const SMALL = 1000000;

const box = document.getElementById('scan');
if (box) {
  const code = document.getElementById('code');
  scanner(box, JSON.parse(box.dataset.words), ([text]) => {
    code.value = text;
    document.getElementById('find').click();
  });
}

/** The photo made small; as it is where it cannot be read or would be no smaller. */
function small(file) {
  if (file.size <= SMALL || !/^image\//.test(file.type)) return file;
  return new Promise((done) => {
    // As data: the policy of the page lets no image come from a blob.
    const reader = new FileReader();
    const image = new Image();
    const end = (blob) => {
      const name = `${file.name.replace(/\.\w+$/, '')}.jpg`;
      done(blob && blob.size < file.size ? new File([blob], name, { type: 'image/jpeg', lastModified: file.lastModified }) : file);
    };
    image.onerror = () => end(null);
    image.onload = () => {
      try {
        const part = Math.min(1, SIDE / Math.max(image.naturalWidth, image.naturalHeight));
        const canvas = document.createElement('canvas');
        canvas.width = Math.round(image.naturalWidth * part);
        canvas.height = Math.round(image.naturalHeight * part);
        canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
        canvas.toBlob(end, 'image/jpeg', 0.85);
      } catch (_) {
        end(null);
      }
    };
    reader.onerror = () => end(null);
    reader.onload = () => {
      image.src = reader.result;
    };
    reader.readAsDataURL(file);
  });
}

/** One after another: a phone has no room for ten at once. */
async function makeSmall(input) {
  const files = input.files;
  const kept = new DataTransfer();
  for (const file of Array.from(files)) kept.items.add(await small(file));
  // Others were chosen meanwhile, or a browser that takes no files from a script: those stand.
  if (input.files === files) input.files = kept.files;
}

const photos = document.getElementById('photos');
// Browsers that do not know this would lay a photo on its side; they send it as it is.
if (photos && window.CSS && CSS.supports('image-orientation', 'from-image')) {
  let busy = 0;
  let pressed = null;
  photos.form.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button || busy === 0) return;
    event.preventDefault();
    pressed = button;
  });
  photos.addEventListener('change', async () => {
    busy += 1;
    try {
      await makeSmall(photos);
    } catch (_) {
      // They go as they are.
    }
    busy -= 1;
    if (busy > 0 || !pressed) return;
    const button = pressed;
    pressed = null;
    button.click();
  });
}

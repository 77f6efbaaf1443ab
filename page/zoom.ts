import type { Place } from '../src/report/places';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is seen of a picture: by buttons, keys, the wheel with Ctrl, and by dragging. */
export class Zoom {
  private readonly whole: Box;
  private box: Box;

  public constructor(private readonly svg: SVGSVGElement) {
    const { x, y, width, height } = svg.viewBox.baseVal;
    this.whole = this.box = { x, y, width, height };
    svg.addEventListener('wheel', event => {
      if (event.ctrlKey) {
        event.preventDefault();
        this.by(event.deltaY > 0 ? 1.1 : 0.9);
      }
    });
    svg.addEventListener('pointermove', event => {
      if (event.buttons === 1) {
        const scale = Math.max(
          this.box.width / Math.max(svg.clientWidth, 1),
          this.box.height / Math.max(svg.clientHeight, 1),
        );
        this.move(-event.movementX * scale, -event.movementY * scale);
      }
    });
    svg.addEventListener('keydown', event => this.key(event));
  }

  public by(times: number): void {
    const { x, y, width, height } = this.box;
    const most = Math.min(times, this.whole.width / width);
    const [wide, high] = [width * most, height * most];
    this.set({ x: x + (width - wide) / 2, y: y + (height - high) / 2, width: wide, height: high });
  }

  public all(): void {
    this.set(this.whole);
  }

  /** So near that it can be read, with what is around it. */
  public to({ x, y, width: wide }: Place): void {
    const width = Math.min(5 * wide, this.whole.width);
    const height = (width * this.whole.height) / this.whole.width;
    this.set({ x: x - width / 2, y: y - height / 2, width, height });
  }

  private move(dx: number, dy: number): void {
    this.set({ ...this.box, x: this.box.x + dx, y: this.box.y + dy });
  }

  private key(event: KeyboardEvent): void {
    const step = this.box.width / 10;
    const moves: { readonly [key: string]: (() => void) | undefined } = {
      ArrowLeft: () => this.move(-step, 0),
      ArrowRight: () => this.move(step, 0),
      ArrowUp: () => this.move(0, -step),
      ArrowDown: () => this.move(0, step),
      '+': () => this.by(0.8),
      '-': () => this.by(1.25),
      '0': () => this.all(),
    };
    const does = moves[event.key];
    if (does) {
      event.preventDefault();
      does();
    }
  }

  private set(box: Box): void {
    this.box = box;
    this.svg.setAttribute('viewBox', `${box.x} ${box.y} ${box.width} ${box.height}`);
  }
}

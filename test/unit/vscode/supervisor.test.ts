import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Link, ServerStopped, Supervisor, type SupervisorState } from '../../../src/vscode/supervisor';

class Lost extends Error {}

class FakeLink implements Link {
  readonly name: number;
  readonly closed: Promise<void>;
  end: () => void = () => undefined;
  politely = false;
  constructor(name: number) {
    this.name = name;
    this.closed = new Promise((resolve) => {
      this.end = resolve;
    });
  }
  async close(): Promise<void> {
    this.politely = true;
    this.end();
  }
  lost(error: unknown): boolean {
    return error instanceof Lost;
  }
}

function setup(fails: (attempt: number) => boolean = () => false) {
  const links: FakeLink[] = [];
  const states: SupervisorState[] = [];
  let attempts = 0;
  let time = 0;
  const supervisor = new Supervisor<FakeLink>({
    open: async () => {
      attempts++;
      if (fails(attempts)) throw new Error(`attempt ${attempts}`);
      const link = new FakeLink(links.length + 1);
      links.push(link);
      return link;
    },
    now: () => time,
    onState: (state) => states.push(state),
  });
  return { supervisor, links, states, attempts: () => attempts, wait: (ms: number) => (time += ms) };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('opens once for many questions', async () => {
  const { supervisor, links } = setup();
  const names = await Promise.all([1, 2, 3].map(() => supervisor.ask(async (link) => link.name)));
  assert.deepEqual(names, [1, 1, 1]);
  assert.equal(links.length, 1);
});

test('a question under way at a crash is asked once more, on the next link', async () => {
  const { supervisor, links, states } = setup();
  const asked: number[] = [];
  const answer = await supervisor.ask(async (link) => {
    asked.push(link.name);
    if (link.name === 1) {
      link.end();
      throw new Lost();
    }
    return 'right';
  });
  assert.equal(answer, 'right');
  assert.deepEqual(asked, [1, 2]);
  assert.equal(links.length, 2);
  assert.deepEqual(states, ['starting', 'running', 'crashed', 'starting', 'running']);
});

test('and only once', async () => {
  const { supervisor, links } = setup();
  await assert.rejects(
    supervisor.ask(async (link) => {
      link.end();
      throw new Lost();
    }),
    Lost,
  );
  await settle();
  assert.equal(links.length, 3, 'the server is up again for the next question');
});

test("the server's own error is not asked again", async () => {
  const { supervisor, links } = setup();
  await assert.rejects(
    supervisor.ask(async () => {
      throw new Error('no');
    }),
    /no/,
  );
  assert.equal(links.length, 1);
});

test('five restarts in three minutes, then it stays down until it is asked for', async () => {
  const { supervisor, links, states } = setup();
  await supervisor.link();
  for (let crash = 0; crash < 6; crash++) {
    links.at(-1)?.end();
    await settle();
  }
  assert.equal(links.length, 6);
  assert.equal(states.at(-1), 'stopped');
  await assert.rejects(supervisor.link(), ServerStopped);
  await supervisor.restart();
  assert.equal((await supervisor.link()).name, 7);
});

test('crashes that are far apart are always restarted', async () => {
  const { supervisor, links, wait } = setup();
  await supervisor.link();
  for (let crash = 0; crash < 20; crash++) {
    wait(60_000);
    links.at(-1)?.end();
    await settle();
  }
  assert.equal(links.length, 21);
});

test('a start that fails is tried again, within the same bound', async () => {
  const sometimes = setup((attempt) => attempt < 3);
  assert.equal((await sometimes.supervisor.link()).name, 1);
  assert.equal(sometimes.attempts(), 3);
  const never = setup(() => true);
  await assert.rejects(never.supervisor.link(), ServerStopped);
  assert.equal(never.attempts(), 6);
});

test('stop closes politely and nothing starts by itself', async () => {
  const { supervisor, links } = setup();
  await supervisor.link();
  await supervisor.stop();
  await settle();
  assert.equal(links[0]?.politely, true);
  assert.equal(links.length, 1);
  await assert.rejects(supervisor.link(), ServerStopped);
});

test('stop while it opens closes what was opened', async () => {
  const { supervisor, links } = setup();
  const opening = supervisor.link();
  await supervisor.stop();
  await opening;
  assert.equal(links[0]?.politely, true);
});

test('questions during a restart wait for the new link, and one under way is asked again there', async () => {
  const { supervisor, states } = setup();
  const under = supervisor.ask(async (link) => {
    if (link.name > 1) return link.name;
    await link.closed;
    throw new Lost();
  });
  await settle();
  const restarted = supervisor.restart();
  const during = supervisor.ask(async (link) => link.name);
  await restarted;
  assert.equal(await during, 2);
  assert.equal(await under, 2);
  assert.ok(!states.includes('crashed') && !states.includes('stopped'), states.join());
});

test('restarts that overtake each other leave one link open', async () => {
  const { supervisor, links, states } = setup();
  await supervisor.link();
  await Promise.all([supervisor.restart(), supervisor.restart(), supervisor.restart()]);
  await settle();
  const last = await supervisor.link();
  assert.deepEqual(
    links.filter((link) => !link.politely),
    [last],
  );
  assert.ok(!states.includes('crashed'), states.join());
});

test('a stop during a restart wins', async () => {
  const { supervisor, links } = setup();
  await supervisor.link();
  const restarted = supervisor.restart();
  await supervisor.stop();
  await restarted;
  await settle();
  assert.ok(links.every((link) => link.politely));
  await assert.rejects(supervisor.link(), ServerStopped);
});

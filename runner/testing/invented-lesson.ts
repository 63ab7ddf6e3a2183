import type { Lesson } from '../lessons/catalogue.ts'

/** A lesson of which nothing is on the disk, for tests of what is done with lessons. */
export function inventLesson(name: string): Lesson {
  return {
    number: Number(name.slice(0, 2)),
    slug: name.slice(3),
    name,
    title: name,
    ability: undefined,
    folder: `/none/lessons/${name}`,
    starter: `/none/lessons/${name}/starter`,
    checker: `/none/lessons/${name}/check.test.ts`,
    readme: `/none/lessons/${name}/README.md`,
    hints: `/none/lessons/${name}/hints.md`,
    programs: [],
    solution: `/none/solutions/${name}`,
  }
}

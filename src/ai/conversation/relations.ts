/**
 * Maps verb phrases to relations: the attribute to set and the sentence that states it.
 *
 * @module
 */
import {
  fromGerund,
  isPeople,
  isRole,
  multiple,
  NO_ROLE,
  possession,
  type Relation,
  readAppointment,
  readCount,
  readDiet,
  readHabit,
  readJob,
  readName,
  readPreference,
  readTaste,
  readWay,
  readWedding,
  single,
  stemActivity,
} from './relation-readers.ts';
import { readPlace, readValue } from './value.ts';

interface Rule {
  readonly pattern: RegExp;
  read(match: RegExpExecArray): Relation | undefined;
}

/** Verbs that state no lasting habit: thinking, saying, auxiliaries and past tenses. */
const NO_HABIT =
  /^(?:am|is|are|was|were|be|been|being|have|has|had|do|does|did|done|will|would|can|could|should|might|may|must|shall|not|think|thought|know|knew|guess|mean|meant|hope|wish|want|need|feel|felt|see|saw|say|said|says|tell|told|ask|asked|wonder|understand|agree|believe|remember|forgot|forget|suppose|realise|realize|notice|find|found|try|tried|get|got|gotten|went|gone|came|come|made|make|let|look|looked|seem|seems|sound|sounds|appear|happen|happened|just|also|really|never|always|almost|might|plan|mention|promise|appreciate|thank|love|swear|bet|doubt|care|mind|keep|kept|give|gave|put|took|taken|ran|broke|chose|met|built|lost|won|grew|began|sat|read|heard|hear|spent|paid|sent|left|quit|sold|bought|wrote|woke|slept|spoke|taught|thinking|trying|going|[a-z]+ed|[a-z]+ing|[a-z]+ly)$/;

const RULES: readonly Rule[] = [
  // Home
  {
    pattern:
      /^(?:live|lives|lived|living|reside|resides|stay|stays|staying)(?: (?:alone|together))? (?:in|at|on|near)(?! (?:fear|hope|peace|the moment)\b) (.+)$/i,
    read: ([, place]) => single('home', readPlace(place!), 'lives in'),
  },
  {
    pattern: /^(?:be )?(?:based|located|settled|living|staying) (?:in|at|out of) (.+)$/i,
    read: ([, place]) => single('home', readPlace(place!), 'lives in'),
  },
  {
    pattern:
      /^(?:moved|relocated|move|moves|settled|emigrated|moving)(?: (?:back|over|out|away|house|home|down|up|here|permanently|abroad))*(?: from (.+?))? (?:to|in|into)(?! (?:a (?:new )?(?:team|role|position|phase)|with)\b) (.+)$/i,
    read: ([, , place]) => single('home', readPlace(place!.replace(/\s+from\s.+$/i, '')), 'lives in'),
  },
  { pattern: /^call (.+) home$/i, read: ([, place]) => single('home', readPlace(place!), 'lives in') },
  {
    pattern: /^(?:be )?(?:(?:originally )?from|born in|born and raised in) (.+)$/i,
    read: ([, place]) => single('origin', readPlace(place!), 'comes from'),
  },
  {
    pattern: /^(?:come|comes|came|grew up|hail|hails) (?:from|in) (.+)$/i,
    read: ([, place]) => single('origin', readPlace(place!), 'comes from'),
  },
  // Work
  {
    pattern:
      /^(?:work|works|worked|working)(?: (?:remotely|full[- ]time|part[- ]time|freelance))* as (?:an?|the) (.+?)(?: (?:at|for) (.+))?$/i,
    read: ([, role]) => readJob(readValue(role!)),
  },
  {
    pattern:
      /^(?:be )?(?:work|works|worked|working|employed)(?: (?:remotely|full[- ]time|part[- ]time|freelance|now))* (?:at|for|with|by)(?! (?:home|night|weekends?|the moment|myself|hours)\b) (.+)$/i,
    read: ([, company]) => single('employer', readPlace(company!).replace(/ as an? .+$/i, ''), 'works at'),
  },
  {
    pattern:
      /^(?:join|joined|joins|got hired (?:by|at)|got a (?:new )?job (?:at|with)|got an offer from|signed with|accepted (?:a job|an offer|a position) (?:at|from|with)|took a job (?:at|with)|started (?:working |work |a (?:new )?job )?(?:at|for|with)|starting (?:work |a (?:new )?job )?at|moved over to|have a (?:new )?job at) (.+)$/i,
    read: ([, company]) => single('employer', readPlace(company!).replace(/ as an? .+$/i, ''), 'works at'),
  },
  {
    pattern:
      /^(?:became|become|got promoted to|been promoted to|promoted to|got made|was made|moved up to|be promoted to|retrained as|started (?:working )?as|switched (?:careers? )?to (?:being|work(?:ing)? as)) (?:an? |the )?(.+?)(?: (?:at|for) .+)?$/i,
    read: ([, role]) => (NO_ROLE.test(role!) ? undefined : readJob(readValue(role!))),
  },
  {
    pattern: /^(?:be )?(retired|unemployed|self[- ]employed|freelancing|between jobs)\b/i,
    read: ([, state]) => single('job', state!.toLowerCase(), 'is'),
  },
  { pattern: /^(?:went|gone) freelance\b/i, read: () => single('job', 'freelance', 'is') },
  {
    pattern: /^(?:be )?(?:now )?(?:with|at) (\p{Lu}[\p{L}&.'-]*(?: \p{Lu}[\p{L}&.'-]*){0,2})$/u,
    read: ([, company]) => single('employer', readPlace(company!), 'works at'),
  },
  {
    pattern:
      /^(?:go|goes|went|be going|be starting|started|starts|start|switched|changed|moved|transferred|attends?|be|be at) (?:to |at )?(.*\b(?:school|primary|college|university|uni|academy|kindergarten|nursery|preschool|daycare|polytechnic)\b.*)$/i,
    read: ([, school]) => single('school', readValue(school!), 'goes to'),
  },
  {
    pattern: /^(?:be getting|got|be|be to be) married (?:on|in|this|next) (.+)$/i,
    read: ([, when]) => readWedding(when!),
  },
  {
    pattern:
      /^(walk|walks|cycle|cycles|bike|bikes|drive|drives|commute|commutes|take|takes|ride|rides|go|goes|get|gets|run|runs) (.*?)\s?to (work|school|uni|university|the office|college|campus)\b.*$/i,
    read: ([, verb, how, where]) => readWay(verb!, how!, where!),
  },
  {
    pattern: /^(?:have|has|eat|eats|drink|drinks) (.+) for (breakfast|lunch|dinner|supper)\b/i,
    read: ([, what, meal]) => ({
      attribute: `meal ${meal!.toLowerCase()}`,
      value: what!,
      predicate: `has ${what} for ${meal}`,
      single: true,
    }),
  },
  // Diet and health
  { pattern: /^(?:be )?(.+)$/i, read: ([, rest]) => readDiet(rest!) },
  {
    pattern:
      /^(?:became|become|went|gone|turned|turning|going|eat|eats|switched to(?: a)?|started eating) (.+)$/i,
    read: ([, rest]) => readDiet(rest!),
  },
  {
    pattern: /^(?:be )?(?:(?:badly|severely|slightly|highly|deathly) )?(?:allergic|intolerant) to (.+)$/i,
    read: ([, what]) => multiple('health', readValue(what!), 'is allergic to'),
  },
  {
    pattern:
      /^(?:be )?((?:lactose|gluten)[- ]intolerant|diabetic|asthmatic|colou?r[- ]?blind|pregnant|dyslexic|coeliac|celiac|left[- ]handed)\b/i,
    read: ([, state]) => multiple('health', state!, 'is'),
  },
  {
    pattern:
      /^(?:have|has|got|suffer from|suffers from|developed|(?:be |got |was )?diagnosed with) (?:an? |the |mild |severe )*((?:[\p{L}-]+ ){0,3}(?:allergy|allergies|intolerance|diabetes|asthma|migraines?|epilepsy|arthritis|anxiety|depression|adhd|autism|insomnia|hypertension|blood pressure|condition|disease|syndrome|injury|disorder)(?: to .+)?)$/iu,
    read: ([, what]) => multiple('health', readValue(what!), 'has'),
  },
  {
    pattern: /^(?:be |got |was |been )?diagnosed with (.+)$/i,
    read: ([, what]) => multiple('health', readValue(what!), 'has'),
  },
  // Name, age, measures
  { pattern: /^(?:go|goes) by (?:the name )?(.+)$/i, read: ([, name]) => readName(name!) },
  { pattern: /^(?:be )?(?:called|named) (.+)$/i, read: ([, name]) => readName(name!) },
  {
    pattern: /^(?:be )?(\d{1,3})(?: (?:years?|yrs?)(?: old)?)?$/i,
    read: ([, age]) => single('age', age!, 'is aged'),
  },
  {
    pattern:
      /^(?:be )?((?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:years?|months?|weeks?) old)\b/i,
    read: ([, age]) => single('age', age!, 'is'),
  },
  {
    pattern: /^(?:(?:just|will be|be) )?(?:turned|turning|turn|turns) (\d{1,3})\b/i,
    read: ([, age]) => single('age', age!, 'is aged'),
  },
  { pattern: /^weigh(?:s|ed)? (.+)$/i, read: ([, weight]) => single('weight', readValue(weight!), 'weighs') },
  {
    pattern: /^(?:be )?(\d[\d.,']*\s?(?:kg|kilos?|lbs?|pounds|stone))$/i,
    read: ([, weight]) => single('weight', weight!, 'weighs'),
  },
  {
    pattern: /^(?:be )?(\d[\d.,']*\s?(?:cm|m|metres?|meters?|feet|ft|inches)(?: \d+)?)(?: tall)?$/i,
    read: ([, height]) => single('height', height!, 'is tall:'),
  },
  // Partner
  {
    pattern: /^(?:(?:be|got) )?(?:married|engaged|wed) to (.+)$/i,
    read: ([, who]) => single('partner', readValue(who!), 'is married or engaged to'),
  },
  {
    pattern: /^(?:be )?(?:dating|seeing|going out with) (\p{Lu}.+)$/u,
    read: ([, who]) => single('partner', readValue(who!), 'is together with'),
  },
  {
    pattern: /^(?:(?:be|got) )?(single|divorced|widowed|married|engaged|separated)\b/i,
    read: ([, state]) => single('status', state!.toLowerCase(), 'is'),
  },
  // Roles
  {
    pattern: /^(?:be )?(?:an?|the) (.+?)(?: (?:at|for) (?:the )?(\p{Lu}.+))?$/u,
    read: ([, role]) =>
      NO_ROLE.test(role!) || !isRole(readValue(role!)) ? undefined : readJob(readValue(role!)),
  },
  {
    pattern: /^be (\p{Lu}\p{Ll}+(?:[- ]\p{Lu}[\p{L}'-]+){0,2})$/u,
    read: ([, name]) => (isPeople(name!) ? single('origin', name!, 'is') : readName(name!)),
  },
  // Tastes
  {
    pattern: /^prefer(?:s|red)? (.+?)(?: (?:to|over|rather than|instead of|more than) (.+))?$/i,
    read: ([, what, other]) => readPreference(what!, other),
  },
  {
    pattern:
      /^(?:like|likes|love|loves|enjoy|enjoys|adore|adores|be (?:really |very |totally )?into|be (?:really )?fond of|be (?:a )?(?:big |huge )?fan of|be crazy about) (.+?)(?: (?:more|better) than (.+))?$/i,
    read: ([, what]) => readTaste(what!, 'likes'),
  },
  {
    pattern:
      /^(?:hate|hates|dislike|dislikes|detest|detests|loathe|can not stand|can not bear|be sick of|be tired of|be over|be not (?:a )?(?:big |huge )?fan of|be not into|have gone off|went off) (.+)$/i,
    read: ([, what]) => readTaste(what!, 'dislikes'),
  },
  // Activities that change as a whole
  {
    pattern:
      /^(?:be )?(?:currently |now )?(reading|watching|writing|training for|studying|majoring in|working on|preparing for|saving (?:up )?for|renovating|playing) (.+)$/i,
    read: ([, verb, what]) =>
      single(`activity ${stemActivity(verb!)}`, readValue(what!), `is ${verb!.toLowerCase()}`),
  },
  {
    pattern:
      /^(?:started|began|just started|took up|taken up) (reading|watching|writing|studying|training for) (.+)$/i,
    read: ([, verb, what]) =>
      single(`activity ${stemActivity(verb!)}`, readValue(what!), `is ${verb!.toLowerCase()}`),
  },
  {
    pattern: /^stud(?:y|ies|ied) (.+?)(?: at (.+))?$/i,
    read: ([, what]) => single('activity studying', readValue(what!), 'is studying'),
  },
  {
    pattern:
      /^(?:(?:be|started|took up|taken up|have started) )?(?:learning|learn|learns|taking) (.+?)(?: lessons| classes)?$/i,
    read: ([, what]) => multiple('learn', readValue(what!), 'is learning'),
  },
  {
    pattern: /^(?:speak|speaks) (.+)$/i,
    read: ([, what]) => multiple('language', readValue(what!), 'speaks'),
  },
  // Things
  {
    pattern: /^(?:drive|drives|driving) (?!to |from |home|me |people)(.+)$/i,
    read: ([, what]) => single('drive', readValue(what!), 'drives'),
  },
  {
    pattern:
      /^(?:have|has|own|owns|got|have got|has got) ((?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|a few|several|no) [\p{L} ]+)$/iu,
    read: ([, what]) => readCount(what!),
  },
  {
    pattern:
      /^(?:have|has|have got|has got) (?:an?|the|my|our) (.+?) (?=(?:on|at|this|next|tomorrow|tonight|today|in \d+|in (?:a|two|three|four) )\b)(.+)$/i,
    read: ([, what, when]) => readAppointment(what!, when!),
  },
  {
    pattern: /^(?:have|has|own|owns|have got|has got) ((?:an?|my own|our own) .+)$/i,
    read: ([, what]) => possession(readValue(what!)),
  },
  {
    pattern:
      /^(?:got|get|bought|adopted|purchased|picked up|was given|inherited|leased|ordered|treated myself to|got myself|bought myself|built) ((?:an?|my first|our first|some|the|\d+|one|two|three) .+)$/i,
    read: ([, what]) => possession(readValue(what!).replace(/^(?:the|my first|our first) /i, 'a ')),
  },
  // Habits
  {
    pattern:
      /^(use|uses|wear|wears|take|takes|drink|drinks|eat|eats|play|plays|collect|collects|teach|teaches|support|supports|follow|follows|pay|pays|earn|earns|bank with|sleep|commute|commutes|run|runs|swim|cycle|cycles|volunteer|volunteers|coach|coaches|manage|manages|lead|leads|sing|sings|train|trains|practise|practice|smoke|smokes|go to|goes to|attend|attends|wake up|get up|gets up|wakes up|listen to|code in|program in|subscribe to|bank at|shop at) (?!you\b|me\b|it\b|that\b|this\b|them\b)(.+)$/i,
    read: ([, verb, what]) => readHabit(verb!.toLowerCase(), what!),
  },
  {
    pattern:
      /^(?:started|began|have started|took up) (?:to )?(using|wearing|taking|drinking|playing|collecting|teaching|running|swimming|cycling|volunteering|coaching) (.+)$/i,
    read: ([, verb, what]) => readHabit(fromGerund(verb!.toLowerCase()), what!),
  },
  {
    pattern: /^([a-z]{3,12})\s+(.+)$/,
    read: ([, verb, what]) => (NO_HABIT.test(verb!) ? undefined : readHabit(verb!, what!)),
  },
];

/** Reads a verb phrase with expanded contractions and "be" in place of "am", "is" and "are". */
export function readRelation(phrase: string): Relation | undefined {
  for (const { pattern, read } of RULES) {
    const match = pattern.exec(phrase);
    const relation = match && read(match);
    if (relation && relation.value.split(/\s+/).length <= LONGEST_VALUE) return relation;
  }
  return undefined;
}

/** Maximum number of words in a value. Longer statements become notes. */
const LONGEST_VALUE = 14;

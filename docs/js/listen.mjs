import { contributions } from './contributions.mjs'
for await (const { author, cid, category } of contributions(process.argv[2])) console.log(author, cid, category)

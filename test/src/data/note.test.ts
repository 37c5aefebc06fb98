import { expect } from "chai";
import { describe, it } from "mocha";
import { DataLoader } from "../../../src/data/index.ts";
import { noteOf } from "../../../src/data/note.ts";
import { Drawn, pick } from "../../../src/datasets/index.ts";
import { image, imageGrid } from "../../../src/plot/index.ts";
import type { Tensor } from "../../../src/tensor/index.ts";
import { ToTensor } from "../../../src/transforms/index.ts";
import { printed } from "../../support/data-server.ts";

describe("what a dataset says of its pictures", () => {
  const drawn = async () => {
    const make = () => new Drawn<Tensor>({ length: 40, transform: new ToTensor() });
    return (await printed(make)).result;
  };

  it("goes with a picture through transforms, views and batches, and not into what is computed of it", async () => {
    const [picture] = (await drawn()).at(0);
    expect([noteOf(picture), noteOf(picture.unsqueeze(0)), noteOf(picture.add(1))]).to.deep.equal([
      "drawn",
      "drawn",
      undefined,
    ]);
    const [[batch]] = [...new DataLoader(pick(await drawn(), ["bird", "cat"]), 4)] as [[Tensor, Tensor]];
    expect([noteOf(batch), noteOf(batch.select(0, 1))]).to.deep.equal(["drawn", "drawn"]);
  });

  it("stands under each picture that is shown, and in its words", async () => {
    const [[picture]] = (await drawn()).slice(0, 1) as [[Tensor, number]];
    expect(image(picture).alt).to.equal("picture of 32 x 32 in colour, drawn");
    expect(imageGrid([picture, picture]).alt).to.equal("2 pictures of 32 x 32 in colour, drawn");
    // Without the note, the same pixels have no room for text below.
    const plain = image(picture.clone());
    expect(plain.alt).to.equal("picture of 32 x 32 in colour");
    expect(image(picture).height).to.be.above(plain.height);
    expect(image(picture).height).to.equal(image(picture.clone(), { caption: "drawn" }).height);
  });
});

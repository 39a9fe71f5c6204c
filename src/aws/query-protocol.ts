import { AwsQueryProtocol, XmlShapeDeserializer } from '@aws-sdk/core/protocols';
import { parsePlainXml } from './plain-xml.ts';

/** The protocol of IAM, CloudFormation and STS, with a faster parser for what is plain. */
export class QueryProtocol extends AwsQueryProtocol {
  constructor(options: ConstructorParameters<typeof AwsQueryProtocol>[0]) {
    super(options);
    this.deserializer = new PlainFirst(this.deserializer.settings);
  }
}

/** Gives plain XML to our parser, and all else to that of the SDK. */
class PlainFirst extends XmlShapeDeserializer {
  protected override parseXml(xml: string): unknown {
    const parsed = parsePlainXml(xml);
    const [root] = parsed === undefined ? [] : Object.values(parsed);
    return typeof root === 'object' ? root : super.parseXml(xml);
  }
}
